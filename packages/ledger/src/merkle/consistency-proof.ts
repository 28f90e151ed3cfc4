import { EctError } from '@wimse-ect/claims'
import { type LeafRange, type ReadNodes, readRangeHashes, splitSize } from './leaf-range.ts'
import { emptyRoot, type Hash, hashBytes, nodeHash, sameHash } from './tree-hash.ts'
import type { TreeHead } from './tree-head.ts'

/**
 * Makes the proof that the tree of size `to` begins with the tree of size `from` [PROOF-CONSISTENCY] (RFC 6962 section
 * 2.1.2). It is empty when both are equal, and when `from` is 0: every tree begins with the empty one.
 *
 * @throws EctError `ECT_PROOF_RANGE` when `from` is greater than `to`; `ECT_LEDGER_DAMAGED`
 */
export async function proveConsistency(from: number, to: number, readNodes: ReadNodes): Promise<readonly Hash[]> {
  if (!areSizes(from, to)) throw new EctError('ECT_PROOF_RANGE')
  return readRangeHashes(sharedAndAdded(from, to), readNodes)
}

/**
 * Checks that the later head of a log contains the earlier one [PROOF-CONSISTENCY] (RFC 9162 section 2.1.4.2). Stops a
 * log that changes, removes or reorders what it once committed to.
 * The sizes are believed: what binds a size to its root is the signature of the checkpoint, because trees of several
 * sizes have proofs of one form.
 *
 * @param proof what {@link proveConsistency} makes; it has exactly the length that the sizes demand
 * @throws EctError `ECT_PROOF_CONSISTENCY`
 */
export function checkConsistency(proof: readonly Hash[], earlier: TreeHead, later: TreeHead): void {
  const roots = rebuiltRoots(proof, earlier, later)
  if (roots === undefined || !sameHash(roots.earlier, earlier.root) || !sameHash(roots.later, later.root)) {
    throw new EctError('ECT_PROOF_CONSISTENCY')
  }
}

/** Both roots as they follow from the proof; nothing when it has not the form that the sizes demand. */
function rebuiltRoots(
  proof: readonly Hash[],
  earlier: TreeHead,
  later: TreeHead,
): { earlier: Hash; later: Hash } | undefined {
  const [from, to] = [earlier.size, later.size]
  if (!areSizes(from, to) || [earlier.root, ...proof].some(({ length }) => length !== hashBytes)) return undefined
  const ranges = sharedAndAdded(from, to)
  if (ranges.length !== proof.length) return undefined
  // Every tree contains the empty one, so only the root of the empty tree itself can be wrong.
  if (from === 0) return { earlier: emptyRoot(), later: to === 0 ? emptyRoot() : later.root }

  // The way up begins at the last subtree that both trees have whole: the earlier tree itself, or the first hash.
  const isWhole = (ranges[0]?.begin ?? from) >= from
  const start = isWhole ? earlier.root : proof[0]
  if (start === undefined) return undefined
  const roots = { earlier: start, later: start }
  for (const [at, hash] of proof.entries()) {
    if (at === 0 && !isWhole) continue
    if ((ranges[at]?.begin ?? 0) >= from) roots.later = nodeHash(roots.later, hash)
    else {
      roots.earlier = nodeHash(hash, roots.earlier)
      roots.later = nodeHash(hash, roots.later)
    }
  }
  return roots
}

function areSizes(from: number, to: number): boolean {
  return Number.isSafeInteger(from) && Number.isSafeInteger(to) && from >= 0 && from <= to
}

/**
 * The ranges of a consistency proof: those that only the later tree has, those that both have, and first the one in
 * which the earlier tree ends, unless that is all of it and its root known.
 */
function sharedAndAdded(from: number, to: number): LeafRange[] {
  if (from === 0) return []
  const ranges: LeafRange[] = []
  let [begin, end] = [0, to]
  while (end !== from) {
    const middle = begin + splitSize(end - begin)
    if (from <= middle) {
      ranges.push({ begin: middle, end })
      end = middle
    } else {
      ranges.push({ begin, end: middle })
      begin = middle
    }
  }
  if (begin > 0) ranges.push({ begin, end })
  return ranges.reverse()
}
