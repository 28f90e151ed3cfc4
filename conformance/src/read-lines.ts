import { ProgramError } from './program-error.ts'

/** Longest line that is read, without its line feed. The longest right answer has 50 kilobytes. */
export const maxLineBytes: number = 2 ** 20

/**
 * Most that is read in all unless the caller says otherwise, since every answer is kept until the end. All right
 * answers to the published cases together have 160 kilobytes.
 */
export const maxOutputBytes: number = 16 * 2 ** 20

/**
 * Splits text that arrives in pieces into lines, each without its line feed.
 *
 * A program that never ends its line, or never ends at all, must not fill the memory.
 *
 * @throws ProgramError for a line of more than {@link maxLineBytes}, before its end has come, and after `maxBytes`
 */
export async function* readLines(
  input: AsyncIterable<string>,
  maxBytes: number = maxOutputBytes,
): AsyncGenerator<string, void, undefined> {
  let line = ''
  let lineBytes = 0
  let outputBytes = 0
  for await (const text of input) {
    outputBytes += Buffer.byteLength(text)
    if (outputBytes > maxBytes) throw new ProgramError(`more than ${maxBytes} bytes of answers`)
    for (const [index, piece] of text.split('\n').entries()) {
      if (index > 0) {
        yield line
        line = ''
        lineBytes = 0
      }
      line += piece
      lineBytes += Buffer.byteLength(piece)
      if (lineBytes > maxLineBytes) throw new ProgramError(`a line of more than ${maxLineBytes} bytes`)
    }
  }
  if (line !== '') yield line
}
