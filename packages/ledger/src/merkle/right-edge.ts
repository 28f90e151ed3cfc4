import { joinHashes, nodesOf, type TreeNode } from './leaf-range.ts'
import { emptyRoot, type Hash, nodeHash } from './tree-hash.ts'
import type { TreeHead } from './tree-head.ts'

/** A node with its hash. */
export interface HashedNode extends TreeNode {
  readonly hash: Hash
}

/**
 * The growing end of a log: the roots of its largest complete subtrees, at most 53 hashes, which are all that an append
 * needs. A durable ledger keeps the nodes that {@link append} completes and opens the edge again from {@link nodesOf}.
 */
export class RightEdge {
  #size: number
  readonly #hashes: Hash[]

  /**
   * @param size number of leaves. Default 0
   * @param hashes those of `nodesOf({ begin: 0, end: size })`, in that order
   * @throws TypeError when the number of hashes does not fit the size
   */
  constructor(size = 0, hashes: readonly Hash[] = []) {
    if (!Number.isSafeInteger(size) || size < 0) throw new TypeError('size must be a whole number, 0 or more')
    if (nodesOf({ begin: 0, end: size }).length !== hashes.length) throw new TypeError('the hashes do not fit the size')
    this.#size = size
    this.#hashes = [...hashes]
  }

  /** Number of leaves. */
  get size(): number {
    return this.#size
  }

  /** What the constructor takes to open the edge again. */
  get hashes(): readonly Hash[] {
    return [...this.#hashes]
  }

  /** A copy that grows on its own, for a transaction that may be rolled back. */
  copy(): RightEdge {
    return new RightEdge(this.#size, this.#hashes)
  }

  /** Adds a leaf and returns the nodes that are complete now: the leaf and, from level 1 up, what it completes. */
  append(leaf: Hash): readonly HashedNode[] {
    let [level, index, hash] = [0, this.#size, leaf]
    const completed = [{ level, index, hash }]
    while (index % 2 === 1) {
      const left = this.#hashes.pop()
      if (left === undefined) throw new TypeError('the edge does not fit its size')
      level += 1
      index = (index - 1) / 2
      hash = nodeHash(left, hash)
      completed.push({ level, index, hash })
    }
    this.#hashes.push(hash)
    this.#size += 1
    return completed
  }

  /** The head of the log as it stands, in O(log n). */
  head(): TreeHead {
    return { size: this.#size, root: this.#size === 0 ? emptyRoot() : joinHashes(this.#hashes) }
  }
}
