import { EctError } from '@wimse-ect/claims'
import { type Hash, nodeHash } from './tree-hash.ts'

/** Consecutive leaves of the log, from `begin` up to but without `end`. */
export interface LeafRange {
  readonly begin: number
  readonly end: number
}

/** A complete subtree: the leaves from `index * 2 ** level` up to `(index + 1) * 2 ** level`. Leaves have level 0. */
export interface TreeNode {
  readonly level: number
  readonly index: number
}

/**
 * Reads the hashes of complete subtrees, in the order asked for. Whatever keeps a log implements this once, and every
 * proof asks it once: O(log n) nodes, all in one call, so that a database needs one query.
 */
export type ReadNodes = (nodes: readonly TreeNode[]) => Promise<readonly Hash[]>

/** The greatest power of two below `size`, which is 2 or more: where RFC 6962 splits a tree of that size. */
export function splitSize(size: number): number {
  let half = 1
  while (2 * half < size) half *= 2
  return half
}

/** The complete subtrees that make up a range, from the left. The range begins at a multiple of its split size. */
export function nodesOf({ begin, end }: LeafRange): TreeNode[] {
  const nodes: TreeNode[] = []
  let at = begin
  let level = Math.ceil(Math.log2(end - begin + 1))
  for (; level >= 0; level--) {
    const width = 2 ** level
    if (end - at < width) continue
    nodes.push({ level, index: at / width })
    at += width
  }
  return nodes
}

/** Joins the hashes of the subtrees of a range, from the left, to the hash of the range (RFC 6962 MTH). */
export function joinHashes(hashes: readonly Hash[]): Hash {
  return hashes.reduceRight((right, left) => nodeHash(left, right))
}

/**
 * Hashes of ranges, none of them empty, with one call of the reader.
 *
 * @throws EctError `ECT_LEDGER_DAMAGED` when the reader gives fewer or more hashes than asked for
 */
export async function readRangeHashes(ranges: readonly LeafRange[], readNodes: ReadNodes): Promise<Hash[]> {
  const nodes = ranges.map(nodesOf)
  const hashes = await readNodes(nodes.flat())
  if (hashes.length !== nodes.flat().length) throw new EctError('ECT_LEDGER_DAMAGED')
  let from = 0
  return nodes.map(({ length }) => {
    from += length
    return joinHashes(hashes.slice(from - length, from))
  })
}
