/** RFC 6962 section 2.1 as it is written there, over leaf hashes. */
import { createHash } from 'node:crypto'

export type Hash = Uint8Array

export const sha256 = (...parts: readonly Uint8Array[]): Hash =>
  Uint8Array.from(createHash('sha256').update(Buffer.concat(parts)).digest())

export const leafOf = (token: string): Hash => sha256(Uint8Array.of(0), Buffer.from(token))

function split(count: number): number {
  let k = 1
  while (k * 2 < count) k *= 2
  return k
}

/** The root over leaf hashes. */
export function rootOf(leaves: readonly Hash[]): Hash {
  const [first] = leaves
  if (first === undefined) return sha256()
  if (leaves.length === 1) return first
  const k = split(leaves.length)
  return sha256(Uint8Array.of(1), rootOf(leaves.slice(0, k)), rootOf(leaves.slice(k)))
}

/** PATH(m, D[n]). */
export function inclusionOf(m: number, leaves: readonly Hash[]): Hash[] {
  if (leaves.length <= 1) return []
  const k = split(leaves.length)
  const [left, right] = [leaves.slice(0, k), leaves.slice(k)]
  return m < k ? [...inclusionOf(m, left), rootOf(right)] : [...inclusionOf(m - k, right), rootOf(left)]
}

/** PROOF(m, D[n]). */
export function consistencyOf(m: number, leaves: readonly Hash[], isWhole = true): Hash[] {
  if (m === leaves.length) return isWhole ? [] : [rootOf(leaves)]
  const k = split(leaves.length)
  const [left, right] = [leaves.slice(0, k), leaves.slice(k)]
  return m <= k
    ? [...consistencyOf(m, left, isWhole), rootOf(right)]
    : [...consistencyOf(m - k, right, false), rootOf(left)]
}

export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
