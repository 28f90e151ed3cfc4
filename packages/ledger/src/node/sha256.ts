import { hash } from 'node:crypto'

/**
 * SHA-256 of Node. It takes bytes, never a string, which would be hashed as UTF-8; and it reads the digest as a string
 * of bytes, because the `buffer` encoding of Node 24 costs four times as much as the hash itself.
 */
export function sha256(bytes: Uint8Array): Uint8Array {
  const digest = hash('sha256', bytes, 'binary')
  const copy = new Uint8Array(digest.length)
  for (let at = 0; at < copy.length; at++) copy[at] = digest.charCodeAt(at)
  return copy
}
