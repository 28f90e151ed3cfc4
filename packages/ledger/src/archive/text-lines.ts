import { EctError } from '@wimse-ect/claims'

const lineBreak = 0x0a

/**
 * Splits bytes into lines of UTF-8, each of which ends with a line break. A line is measured before it is decoded,
 * and no more than one is held.
 *
 * @throws EctError `ECT_LEDGER_FORMAT` for a line that is too long, not UTF-8, or does not end
 */
export async function* textLines(chunks: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const line = new Uint8Array(maxBytes)
  let length = 0
  let number = 1
  for await (const chunk of chunks) {
    let from = 0
    while (from < chunk.length) {
      const end = chunk.indexOf(lineBreak, from)
      const part = chunk.subarray(from, end < 0 ? chunk.length : end)
      if (length + part.length > maxBytes) throw malformed(number)
      line.set(part, length)
      length += part.length
      from += part.length + 1
      if (end < 0) continue
      yield decode(decoder, line.subarray(0, length), number)
      length = 0
      number += 1
    }
  }
  if (length > 0) throw malformed(number)
}

function decode(decoder: TextDecoder, bytes: Uint8Array, number: number): string {
  try {
    return decoder.decode(bytes)
  } catch {
    throw malformed(number)
  }
}

function malformed(number: number): EctError {
  return new EctError('ECT_LEDGER_FORMAT', { path: `line ${number}` })
}
