import { type Hash, hashBytes } from '@wimse-ect/ledger'
import type { LedgerIssue } from '@wimse-ect/ledger/durable'
import type { CheckedEntries } from './found-entries.ts'

const [hasLeaf, isTask] = [1, 2]

/** {@link CheckedEntries} between threads: to copy an object for each would take half as long as to check it. */
export interface PackedEntries {
  /** `NaN` for what is none. */
  readonly sequences: Float64Array
  readonly taskKeys: Float64Array
  /** One after another; zeros where there is none. */
  readonly leaves: Uint8Array
  readonly bits: Uint8Array
  /** What is wrong with the n-th entry. */
  readonly issues: readonly (readonly [at: number, issue: LedgerIssue])[]
}

/** Writes entries for another thread. */
export function packEntries({ entries, taskKeys }: CheckedEntries): PackedEntries {
  const leaves = new Uint8Array(entries.length * hashBytes)
  for (const [at, { leaf }] of entries.entries()) if (leaf !== undefined) leaves.set(leaf, at * hashBytes)
  return {
    sequences: Float64Array.from(entries, ({ sequence }) => sequence ?? Number.NaN),
    taskKeys,
    leaves,
    bits: Uint8Array.from(entries, (entry) => (entry.leaf ? hasLeaf : 0) | (entry.isTask ? isTask : 0)),
    issues: entries.flatMap(({ issues }, at) => issues.map((issue) => [at, issue] as const)),
  }
}

/** What {@link packEntries} wrote. */
export function unpackEntries({ sequences, taskKeys, leaves, bits, issues }: PackedEntries): CheckedEntries {
  const issuesAt = new Map<number, LedgerIssue[]>()
  for (const [at, issue] of issues) issuesAt.set(at, [...(issuesAt.get(at) ?? []), issue])
  const entries = Array.from(sequences, (sequence, at) => ({
    sequence: Number.isNaN(sequence) ? undefined : sequence,
    leaf: has(bits, at, hasLeaf) ? leafAt(leaves, at) : undefined,
    isTask: has(bits, at, isTask),
    issues: issuesAt.get(at) ?? none,
  }))
  return { entries, taskKeys }
}

const none: readonly LedgerIssue[] = []

function has(bits: Uint8Array, at: number, bit: number): boolean {
  return ((bits[at] ?? 0) & bit) !== 0
}

function leafAt(leaves: Uint8Array, at: number): Hash {
  return leaves.subarray(at * hashBytes, (at + 1) * hashBytes)
}
