import { EctError } from '@wimse-ect/claims'

/**
 * Reads a body that has at most so many bytes, and stops where it has more; a length that is declared too great is
 * refused before anything is read.
 *
 * @returns the text, one character for each byte: bytes beyond ASCII stay what they are, which is no part of a token
 * @throws EctError `ECT_FIELD_BODY_SIZE`
 */
export async function readBody(request: Request, maxBytes: number): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw new EctError('ECT_FIELD_BODY_SIZE')
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of request.body ?? []) {
    bytes += chunk.length
    if (bytes > maxBytes) throw new EctError('ECT_FIELD_BODY_SIZE')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('latin1')
}
