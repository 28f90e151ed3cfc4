import { EctError } from '@wimse-ect/claims'
import {
  encodeEntryBundle,
  type Hash,
  hashBytes,
  isTile,
  leafHash,
  nodesFromTiles,
  nodesOf,
  type ReadNodes,
  RightEdge,
  readTreeHead,
  type TilePath,
  type TreeHead,
  tileAt,
  tileWidth,
} from '@wimse-ect/ledger'
import type { DatabaseReader } from './reader/database-reader.ts'
import { damaged } from './sqlite-errors.ts'
import { tileRowId } from './tile-rows.ts'

/** The Merkle tree as it lies in the database: O(log n) rows for every question. */
export class TreeReader {
  readonly #reader: DatabaseReader

  constructor(reader: DatabaseReader) {
    this.#reader = reader
  }

  /** The nodes of the tree, up to a size that the log has. */
  readNodes(size: number): ReadNodes {
    return nodesFromTiles(async (path) => this.tile(path), size)
  }

  /** The head of the log at a size that it has. */
  async head(size: number): Promise<TreeHead> {
    return readTreeHead(size, this.readNodes(size))
  }

  /** The growing end of the log, for appending. */
  async edge(size: number): Promise<RightEdge> {
    const hashes: readonly Hash[] = await this.readNodes(size)(nodesOf({ begin: 0, end: size }))
    return new RightEdge(size, hashes)
  }

  /** The bytes of a tile or bundle [LEDGER-TILES]; `undefined` when the log has not that many hashes or entries. */
  tile(path: TilePath): Uint8Array | undefined {
    if (!isTile(path)) return undefined
    const { level, index, width } = path
    if (level === 'entries') {
      const tokens = this.#reader.tokens(index * tileWidth, index * tileWidth + width)
      return tokens.length === width ? encodeEntryBundle(tokens) : undefined
    }
    const hashes = this.#reader.tile(tileRowId(level, index))
    return hashes !== undefined && hashes.length >= width * hashBytes ? hashes.slice(0, width * hashBytes) : undefined
  }

  /**
   * Checks that the tree ends where the entries end, and with the token of the last one, in O(log n).
   *
   * @returns the number of entries
   * @throws EctError `ECT_LEDGER_DAMAGED`
   */
  async checkEnd(): Promise<number> {
    const size = this.#reader.size()
    const last = tileAt(0, Math.floor(Math.max(0, size - 1) / tileWidth), size)
    const hashes = this.#reader.tile(tileRowId(0, last?.index ?? 0))
    const next = this.#reader.tile(tileRowId(0, (last?.index ?? 0) + 1))
    if ((hashes?.length ?? 0) !== (last?.width ?? 0) * hashBytes || next !== undefined) throw damaged('tree')
    const [token] = this.#reader.tokens(size - 1, size)
    if (token === undefined) return size
    const [leaf] = await this.readNodes(size)([{ level: 0, index: size - 1 }])
    if (leaf === undefined || Buffer.compare(leaf, leafHash(token)) !== 0) throw damaged(`entry ${size - 1}`)
    return size
  }

  /** @throws EctError `ECT_PROOF_RANGE` for a size that the log has not */
  checkSize(size: number): number {
    if (size > this.#reader.size()) throw new EctError('ECT_PROOF_RANGE')
    return size
  }
}
