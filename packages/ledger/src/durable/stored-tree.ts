import { EctError } from '@wimse-ect/claims'
import { nodesOf, type ReadNodes } from '../merkle/leaf-range.ts'
import { RightEdge } from '../merkle/right-edge.ts'
import { hashBytes, leafHash, sameHash } from '../merkle/tree-hash.ts'
import { readTreeHead, type TreeHead } from '../merkle/tree-head.ts'
import { encodeEntryBundle } from '../tiles/entry-bundle.ts'
import { nodesFromTiles } from '../tiles/nodes-from-tiles.ts'
import { isTile, type TilePath, tileWidth } from '../tiles/tile-path.ts'
import { tileAt } from '../tiles/tiles-of-log.ts'
import { damaged } from './damaged.ts'
import type { TreeStore } from './ledger-store.ts'

/** The Merkle tree as it lies in a database: O(log n) reads for every question. */
export class StoredTree {
  readonly #store: TreeStore

  constructor(store: TreeStore) {
    this.#store = store
  }

  /** The nodes of the tree, up to a size that the log has. */
  readNodes(size: number): ReadNodes {
    return nodesFromTiles((path) => this.tile(path), size)
  }

  /** The head of the log at a size that it has. */
  async head(size: number): Promise<TreeHead> {
    return readTreeHead(size, this.readNodes(size))
  }

  /** The growing end of the log, for appending. */
  async edge(size: number): Promise<RightEdge> {
    return new RightEdge(size, await this.readNodes(size)(nodesOf({ begin: 0, end: size })))
  }

  /** The bytes of a tile or bundle [LEDGER-TILES]; `undefined` when the log has not that many hashes or entries. */
  async tile(path: TilePath): Promise<Uint8Array | undefined> {
    if (!isTile(path)) return undefined
    const { level, index, width } = path
    if (level === 'entries') {
      const tokens = await this.#store.tokens(index * tileWidth, index * tileWidth + width)
      return tokens.length === width ? encodeEntryBundle(tokens) : undefined
    }
    const hashes = await this.#store.tile(level, index)
    return hashes !== undefined && hashes.length >= width * hashBytes ? hashes.slice(0, width * hashBytes) : undefined
  }

  /**
   * Checks that the tree ends where the entries end, and with the token of the last one, in O(log n).
   *
   * @param size number of entries
   * @throws EctError `ECT_LEDGER_DAMAGED`
   */
  async checkEnd(size: number): Promise<void> {
    const last = tileAt(0, Math.floor(Math.max(0, size - 1) / tileWidth), size)
    const index = last?.index ?? 0
    const [hashes, next] = [await this.#store.tile(0, index), await this.#store.tile(0, index + 1)]
    if ((hashes?.length ?? 0) !== (last?.width ?? 0) * hashBytes || next !== undefined) throw damaged('tree')
    if (size === 0) return
    const [token] = await this.#store.tokens(size - 1, size)
    const [leaf] = await this.readNodes(size)([{ level: 0, index: size - 1 }])
    const isLast = token !== undefined && leaf !== undefined && sameHash(leaf, leafHash(token))
    if (!isLast) throw damaged(`entry ${size - 1}`)
  }

  /** @throws EctError `ECT_PROOF_RANGE` for a size that the log has not */
  async checkSize(size: number): Promise<number> {
    if (size > (await this.#store.size())) throw new EctError('ECT_PROOF_RANGE')
    return size
  }
}
