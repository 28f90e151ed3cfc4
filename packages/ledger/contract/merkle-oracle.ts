import { createHash } from 'node:crypto'

/**
 * RFC 6962 section 2.1 as it is written there, word for word in code and as slow: what the ledgers are compared with.
 */

type Bytes = Uint8Array

const sha256 = (...parts: readonly Bytes[]): Bytes =>
  new Uint8Array(createHash('sha256').update(Buffer.concat(parts)).digest())

function split(count: number): number {
  let k = 1
  while (k * 2 < count) k *= 2
  return k
}

/** MTH(D[n]) over the entries. */
export function naiveRoot(entries: readonly Bytes[]): Bytes {
  const [first] = entries
  if (first === undefined) return sha256()
  if (entries.length === 1) return sha256(Uint8Array.of(0), first)
  const k = split(entries.length)
  return sha256(Uint8Array.of(1), naiveRoot(entries.slice(0, k)), naiveRoot(entries.slice(k)))
}

/** PATH(m, D[n]). */
export function naiveInclusion(m: number, entries: readonly Bytes[]): Bytes[] {
  if (entries.length <= 1) return []
  const k = split(entries.length)
  return m < k
    ? [...naiveInclusion(m, entries.slice(0, k)), naiveRoot(entries.slice(k))]
    : [...naiveInclusion(m - k, entries.slice(k)), naiveRoot(entries.slice(0, k))]
}

/** PROOF(m, D[n]), which is SUBPROOF(m, D[n], true). */
export function naiveConsistency(m: number, entries: readonly Bytes[], isWhole = true): Bytes[] {
  if (m === entries.length) return isWhole ? [] : [naiveRoot(entries)]
  const k = split(entries.length)
  return m <= k
    ? [...naiveConsistency(m, entries.slice(0, k), isWhole), naiveRoot(entries.slice(k))]
    : [...naiveConsistency(m - k, entries.slice(k), false), naiveRoot(entries.slice(0, k))]
}
