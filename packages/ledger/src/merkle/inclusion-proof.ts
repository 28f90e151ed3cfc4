import { EctError } from '@wimse-ect/claims'
import { type LeafRange, type ReadNodes, readRangeHashes, splitSize } from './leaf-range.ts'
import { type Hash, hashBytes, nodeHash, sameHash } from './tree-hash.ts'
import type { TreeHead } from './tree-head.ts'

/**
 * Makes the proof that the entry with this index is in the tree of this size: the siblings on its way to the root, from
 * the leaf up [PROOF-INCLUSION] (RFC 6962 section 2.1.1).
 *
 * @throws EctError `ECT_PROOF_RANGE` when the tree has no such entry; `ECT_LEDGER_DAMAGED`
 */
export async function proveInclusion(index: number, size: number, readNodes: ReadNodes): Promise<readonly Hash[]> {
  if (!isIndexIn(index, size)) throw new EctError('ECT_PROOF_RANGE')
  return readRangeHashes(siblings(index, size), readNodes)
}

/**
 * Checks that a tree contains a leaf at an index [PROOF-INCLUSION] (RFC 9162 section 2.1.3.2). Stops the claim that a
 * record was logged when it was not, or at another place.
 * The size is believed, as the signature of a checkpoint binds it to the root.
 *
 * @param proof what {@link proveInclusion} makes; it has exactly the length that index and size demand
 * @throws EctError `ECT_PROOF_INCLUSION`
 */
export function checkInclusion(proof: readonly Hash[], leaf: Hash, index: number, head: TreeHead): void {
  const path = isIndexIn(index, head.size) ? siblings(index, head.size) : undefined
  if (path?.length !== proof.length || [leaf, ...proof].some(({ length }) => length !== hashBytes)) {
    throw new EctError('ECT_PROOF_INCLUSION')
  }
  const root = proof.reduce((hash, sibling, at) => {
    const isRight = (path[at]?.begin ?? 0) > index
    return isRight ? nodeHash(hash, sibling) : nodeHash(sibling, hash)
  }, leaf)
  if (!sameHash(root, head.root)) throw new EctError('ECT_PROOF_INCLUSION')
}

function isIndexIn(index: number, size: number): boolean {
  return Number.isSafeInteger(index) && Number.isSafeInteger(size) && index >= 0 && index < size
}

/** The ranges beside the way from a leaf to the root. */
function siblings(index: number, size: number): LeafRange[] {
  const ranges: LeafRange[] = []
  let [begin, end] = [0, size]
  while (end - begin > 1) {
    const middle = begin + splitSize(end - begin)
    if (index < middle) {
      ranges.push({ begin: middle, end })
      end = middle
    } else {
      ranges.push({ begin, end: middle })
      begin = middle
    }
  }
  return ranges.reverse()
}
