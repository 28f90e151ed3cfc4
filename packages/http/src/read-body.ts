import { EctError } from '@wimse-ect/claims'

/**
 * Reads a body of the fetch API.
 *
 * @throws EctError `ECT_FIELD_BODY_SIZE` as soon as there are more bytes than `maxBytes`; the rest is not read
 */
export async function readBody(body: ReadableStream<Uint8Array> | null, maxBytes: number): Promise<Uint8Array> {
  if (body === null) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let length = 0
  const reader = body.getReader()
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    length += next.value.length
    if (!(length <= maxBytes)) {
      await reader.cancel().catch(() => {})
      throw new EctError('ECT_FIELD_BODY_SIZE')
    }
    chunks.push(next.value)
  }
  return joinBytes(chunks)
}

/** One array of all bytes. */
export function joinBytes(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0))
  let at = 0
  for (const chunk of chunks) {
    joined.set(chunk, at)
    at += chunk.length
  }
  return joined
}
