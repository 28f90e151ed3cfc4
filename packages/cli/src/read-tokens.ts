import { createReadStream, statSync } from 'node:fs'
import { addAbortSignal, type Readable } from 'node:stream'
import { tokenLines } from './token-lines.ts'

/**
 * The tokens that operands stand for, in order: `-` is standard input, the name of a file is that file, both with one
 * token a line, and anything else is a token itself.
 *
 * @param signal ends the reading of files and of standard input
 * @returns lists of tokens that were there at the same time; at most `most` in one
 */
export async function* tokenBatches(
  operands: readonly string[],
  { most = 512, signal }: { readonly most?: number; readonly signal?: AbortSignal } = {},
): AsyncGenerator<readonly string[]> {
  for (const operand of operands) {
    const source = sourceOf(operand)
    if (source === undefined) {
      yield [operand.trim()]
      continue
    }
    if (signal !== undefined) addAbortSignal(signal, source)
    for await (const tokens of tokenLines(source)) {
      for (let from = 0; from < tokens.length; from += most) yield tokens.slice(from, from + most)
    }
  }
}

/** The same, one token after the other. */
export async function* readTokens(operands: readonly string[]): AsyncGenerator<string> {
  for await (const tokens of tokenBatches(operands)) yield* tokens
}

/**
 * One token, for verbs that take no more.
 *
 * @returns the empty string when there is none, which is refused as every other string that is no token
 */
export async function readToken(operand: string): Promise<string> {
  for await (const token of readTokens([operand])) return token
  return ''
}

/** A stream for standard input or a file; `undefined` when the operand is neither. */
function sourceOf(operand: string): Readable | undefined {
  if (operand === '-') return process.stdin
  return isFile(operand) ? createReadStream(operand) : undefined
}

/** True for a name under which there is something to read. A token is too long for a name, or is none. */
export function isFile(name: string): boolean {
  try {
    return !statSync(name).isDirectory()
  } catch {
    return false
  }
}
