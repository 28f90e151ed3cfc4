import { type ReadNodes, readRangeHashes } from './leaf-range.ts'
import { emptyRoot, type Hash } from './tree-hash.ts'

/** The state of a log: everything in its first `size` entries follows from `root`. */
export interface TreeHead {
  /** Number of leaves. */
  readonly size: number
  readonly root: Hash
}

/**
 * The head that the log had at some size, up to the present one, in O(log n) reads.
 *
 * @throws EctError `ECT_LEDGER_DAMAGED`, and what the reader throws
 */
export async function readTreeHead(size: number, readNodes: ReadNodes): Promise<TreeHead> {
  if (size === 0) return { size, root: emptyRoot() }
  const [root = emptyRoot()] = await readRangeHashes([{ begin: 0, end: size }], readNodes)
  return { size, root }
}
