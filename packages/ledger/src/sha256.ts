import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js'

/** SHA-256 without Node, for browsers and workers. */
export function sha256(bytes: Uint8Array): Uint8Array {
  return nobleSha256(bytes)
}
