import { sha256 } from '#sha256'

/** A SHA-256 digest: the hash of a leaf or of a node, or the root of a tree. 32 bytes. */
export type Hash = Uint8Array

/** Length of a {@link Hash}. */
export const hashBytes = 32

// Different first bytes keep anybody from passing off two hashes as an entry, or an entry as two hashes.
const leafPrefix = 0x00
const nodePrefix = 0x01

/** Root of the tree without leaves: the hash of nothing. */
export function emptyRoot(): Hash {
  return sha256(new Uint8Array(0))
}

/** Hash of an entry, SHA-256(0x00 || entry) (SPEC 6.3 [R], RFC 6962 section 2.1). */
export function leafHash(entry: Uint8Array): Hash {
  const bytes = new Uint8Array(1 + entry.length)
  bytes[0] = leafPrefix
  bytes.set(entry, 1)
  return sha256(bytes)
}

// Hashing is synchronous, so that one input buffer serves every node.
const nodeInput = new Uint8Array(1 + 2 * hashBytes)
nodeInput[0] = nodePrefix

/**
 * Hash of a node from those of its children, SHA-256(0x01 || left || right) (SPEC 6.3 [R], RFC 6962 section 2.1).
 *
 * @throws TypeError for anything but two hashes of 32 bytes: a shorter one would shift the bytes of the other
 */
export function nodeHash(left: Hash, right: Hash): Hash {
  if (left.length !== hashBytes || right.length !== hashBytes) throw new TypeError('a hash has 32 bytes')
  nodeInput.set(left, 1)
  nodeInput.set(right, 1 + hashBytes)
  return sha256(nodeInput)
}

/** True when both are the same bytes. Hashes are public, so the time it takes tells nothing. */
export function sameHash(one: Hash, other: Hash): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at])
}
