import { EctError } from './ect-error.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

const sextetOf = new Int16Array(128).fill(-1)
for (let value = 0; value < 64; value++) sextetOf[alphabet.charCodeAt(value)] = value

/** Bytes as base64url without padding (RFC 7515 section 2). */
export function encodeBase64url(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at
    const group = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
    text += alphabet.charAt(group >> 18) + alphabet.charAt((group >> 12) & 63)
    if (left > 1) text += alphabet.charAt((group >> 6) & 63)
    if (left > 2) text += alphabet.charAt(group & 63)
  }
  return text
}

/**
 * Bytes of canonical base64url text, or `undefined` when it is anything else [ENV-BASE64URL].
 *
 * Refused: padding, white space, the `+/` alphabet, a length of 4n+1 and unused bits that are not zero. Each of those
 * would give one token several spellings, and a replay memory or ledger would see different strings.
 */
export function tryDecodeBase64url(text: string): Uint8Array | undefined {
  const tail = text.length % 4
  if (tail === 1) return undefined
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4))
  let bits = 0
  let pending = 0
  let written = 0
  for (let at = 0; at < text.length; at++) {
    const value = sextetOf[text.charCodeAt(at)] ?? -1
    if (value < 0) return undefined
    pending = (pending << 6) | value
    bits += 6
    if (bits >= 8) {
      bits -= 8
      bytes[written++] = pending >> bits
      pending &= (1 << bits) - 1
    }
  }
  return pending === 0 ? bytes : undefined
}

/** Like {@link tryDecodeBase64url}, but throws `ECT_TOKEN_BASE64URL`; `path` names the place, e.g. `payload`. */
export function decodeBase64url(text: string, path: string): Uint8Array {
  const bytes = tryDecodeBase64url(text)
  if (bytes === undefined) throw new EctError('ECT_TOKEN_BASE64URL', { path })
  return bytes
}
