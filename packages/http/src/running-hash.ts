import { sha256 } from '@noble/hashes/sha2.js'

/** A SHA-256 that grows with a stream. */
export interface RunningHash {
  update(bytes: Uint8Array): void
  /** The digest of all bytes so far; to be called once. */
  digest(): Uint8Array
}

/** SHA-256 without Node, for browsers and workers. */
export function runningHash(): RunningHash {
  const hash = sha256.create()
  return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest() }
}
