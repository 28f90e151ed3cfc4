import { encodeBase64url, tryDecodeBase64url } from '@wimse-ect/claims'

/** Bytes as base64 with padding (RFC 4648 section 4), as the C2SP formats write them. */
export function encodeBase64(bytes: Uint8Array): string {
  const text = encodeBase64url(bytes).replaceAll('-', '+').replaceAll('_', '/')
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=')
}

/**
 * Bytes of canonical base64 text, or `undefined` when it is anything else: bytes have one spelling, so that no bit of a
 * checkpoint or receipt can change unnoticed.
 */
export function tryDecodeBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined
  return tryDecodeBase64url(text.replaceAll('=', '').replaceAll('+', '-').replaceAll('/', '_'))
}
