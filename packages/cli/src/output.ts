import { once } from 'node:events'

/** Writes a result to standard output, and waits when the reader is slow. */
export async function print(line: string): Promise<void> {
  if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain')
}

/** Writes words for people to standard error. */
export function tell(line: string): void {
  process.stderr.write(`${line}\n`)
}

const colours = { green: 32, red: 31, yellow: 33 } as const

/** Colours a word on standard output, if that is a terminal and nobody has said `NO_COLOR` (https://no-color.org). */
export function coloured(colour: keyof typeof colours, word: string): string {
  const { NO_COLOR = '', TERM } = process.env
  const isShown = process.stdout.isTTY === true && NO_COLOR === '' && TERM !== 'dumb'
  return isShown ? `\u001B[${colours[colour]}m${word}\u001B[0m` : word
}

/** Writes bytes to standard output. */
export async function printBytes(chunks: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const chunk of chunks) {
    if (!process.stdout.write(chunk)) await once(process.stdout, 'drain')
  }
}
