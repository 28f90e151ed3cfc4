import { EctError } from '@wimse-ect/claims'
import { levelsPerTile, type TilePath, tileWidth } from '../tiles/tile-path.ts'
import type { ReadNodes } from './leaf-range.ts'
import { RightEdge } from './right-edge.ts'
import { type Hash, hashBytes } from './tree-hash.ts'
import type { TreeHead } from './tree-head.ts'

/** A Merkle tree in memory, 64 bytes a leaf: every complete node, level by level. */
export class MemoryTree {
  readonly #edge = new RightEdge()
  readonly #levels: HashList[] = []

  /** Number of leaves. */
  get size(): number {
    return this.#edge.size
  }

  append(leaf: Hash): void {
    for (const { level, hash } of this.#edge.append(leaf)) {
      const list = this.#levels[level] ?? new HashList()
      this.#levels[level] = list
      list.push(hash)
    }
  }

  head(): TreeHead {
    return this.#edge.head()
  }

  /** Reads nodes for proofs. */
  readonly readNodes: ReadNodes = async (nodes) =>
    nodes.map(({ level, index }) => {
      const hash = this.#levels[level]?.slice(index, index + 1)
      if (hash === undefined) throw new EctError('ECT_PROOF_RANGE')
      return hash
    })

  /** The hashes of a tile; `undefined` when the tree has not that many. */
  tile(level: number, { index, width }: TilePath): Uint8Array | undefined {
    const from = index * tileWidth
    return this.#levels[level * levelsPerTile]?.slice(from, from + width)
  }
}

/** Hashes one after the other in one growing buffer. */
class HashList {
  #bytes = new Uint8Array(8 * hashBytes)
  #count = 0

  push(hash: Hash): void {
    const at = this.#count * hashBytes
    if (at === this.#bytes.length) {
      const larger = new Uint8Array(2 * at)
      larger.set(this.#bytes)
      this.#bytes = larger
    }
    this.#bytes.set(hash, at)
    this.#count += 1
  }

  slice(from: number, to: number): Uint8Array | undefined {
    return to <= this.#count ? this.#bytes.slice(from * hashBytes, to * hashBytes) : undefined
  }
}
