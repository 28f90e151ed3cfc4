import { sha256 } from '#sha256'

/** A SHA-256 digest: the hash of a leaf or of a node, or the root of a tree. 32 bytes. */
export type Hash = Uint8Array

/** Length of a {@link Hash}. */
export const hashBytes = 32

/** Most bytes of an entry: in a bundle its length has two bytes. Every compact token fits [ENV-SIZE]. */
export const maxEntryBytes = 65_535

// Different first bytes keep anybody from passing off two hashes as an entry, or an entry as two hashes.
const leafPrefix = 0x00
const nodePrefix = 0x01

/** Root of the tree without leaves: the hash of nothing. */
export function emptyRoot(): Hash {
  return sha256(new Uint8Array(0))
}

// Hashing is synchronous, so that one input buffer serves every leaf and one every node: to allocate them costs more
// than to hash them.
const leafInput = new Uint8Array(1 + maxEntryBytes)
leafInput[0] = leafPrefix
const entryInput = leafInput.subarray(1)
const nodeInput = new Uint8Array(1 + 2 * hashBytes)
nodeInput[0] = nodePrefix
const encoder = new TextEncoder()

/**
 * Hash of an entry, SHA-256(0x00 || entry) [PROOF-MERKLE] (RFC 6962 section 2.1).
 *
 * @param entry bytes, or a text that stands for its UTF-8 bytes: a compact token
 * @throws TypeError for more than 65,535 bytes
 */
export function leafHash(entry: Uint8Array | string): Hash {
  const length = typeof entry === 'string' ? writeText(entry) : writeBytes(entry)
  return sha256(leafInput.subarray(0, 1 + length))
}

function writeText(text: string): number {
  const { read, written } = encoder.encodeInto(text, entryInput)
  if (read !== text.length) throw new TypeError('an entry has at most 65,535 bytes')
  return written
}

function writeBytes(bytes: Uint8Array): number {
  if (bytes.length > maxEntryBytes) throw new TypeError('an entry has at most 65,535 bytes')
  entryInput.set(bytes)
  return bytes.length
}

/**
 * Hash of a node from those of its children, SHA-256(0x01 || left || right) [PROOF-MERKLE] (RFC 6962 section 2.1).
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
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return false
  return one.length === other.length
}
