import { EctError } from './ect-error.ts'
import { parseStrictJson, type StrictJson } from './strict-json.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Parses one JSON object out of bytes: valid UTF-8 without a byte order mark [ENV-UTF8] [ENV-BOM], then strict JSON.
 *
 * @param path what the bytes are, for the error: `header` or `payload`
 * @throws EctError `ECT_TOKEN_UTF8`, and the codes of `parseStrictJson`
 */
export function parseJsonBytes(bytes: Uint8Array, path: string): StrictJson {
  let text: string
  try {
    text = utf8.decode(bytes)
  } catch {
    throw new EctError('ECT_TOKEN_UTF8', { path })
  }
  if (text.startsWith('\uFEFF')) throw new EctError('ECT_TOKEN_UTF8', { path })
  return parseStrictJson(text, path)
}
