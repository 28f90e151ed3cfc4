/**
 * Reads a body that somebody else sends, and no more of it than allowed: who sends without end must not fill the
 * memory.
 *
 * @returns its text; `undefined` when it is not UTF-8
 * @throws TooLarge for more bytes than that; and what the stream throws, as when the connection breaks
 */
export async function readBody(body: ReadableStream<Uint8Array> | null, maxBytes: number): Promise<string | undefined> {
  const chunks: Uint8Array[] = []
  let length = 0
  const reader = body?.getReader()
  for (let read = await reader?.read(); read?.done === false; read = await reader?.read()) {
    length += read.value.length
    if (length > maxBytes) {
      await reader?.cancel()
      throw new TooLarge()
    }
    chunks.push(read.value)
  }
  return tryDecodeUtf8(joined(chunks, length))
}

/** A body has more bytes than allowed. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge'
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

function tryDecodeUtf8(bytes: Uint8Array<ArrayBuffer>): string | undefined {
  try {
    // A byte order mark stays, and no note begins with one.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}
