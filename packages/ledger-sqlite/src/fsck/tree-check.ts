import {
  type Hash,
  type HashedNode,
  hashBytes,
  leafHash,
  RightEdge,
  type TreeHead,
  tileAt,
  tileWidth,
} from '@wimse-ect/ledger'
import { numberIn } from '../reader/columns.ts'
import type { DatabaseReader } from '../reader/database-reader.ts'
import { placeOfTileRow, tileRowId } from '../tile-rows.ts'
import type { LedgerIssue } from './issue.ts'

const levelsPerTile = 8
const maxEntryBytes = 65_535

/**
 * Builds the tree of a ledger twice while its entries go by: from the tokens, for the heads that somebody has signed, and from
 * the leaves that are stored, so that one changed token is reported as that and not as every node above it.
 */
export class TreeCheck {
  readonly #reader: DatabaseReader
  readonly #tokens = new RightEdge()
  readonly #stored = new RightEdge()
  readonly #heads = new Map<number, TreeHead | undefined>()
  readonly #tiles = new Map<number, { readonly index: number; readonly hashes: Uint8Array | undefined }>()

  /** @param sizes those at which the head will be asked for */
  constructor(reader: DatabaseReader, sizes: readonly number[]) {
    this.#reader = reader
    for (const size of sizes) this.#heads.set(size, size === 0 ? this.#tokens.head() : undefined)
  }

  /** Takes the next entry; for one that is missing or unreadable, what the tree has in its place is believed. */
  *add(sequence: number, token: string | undefined): Generator<LedgerIssue> {
    while (this.#stored.size < sequence) {
      const committed = this.#storedHash(0, this.#stored.size)
      if (committed === undefined) break
      yield* this.#append(committed, committed)
    }
    const committed = this.#storedHash(0, sequence)
    const leaf = token === undefined || Buffer.byteLength(token) > maxEntryBytes ? committed : leafHash(token)
    const hasPlace = this.#stored.size === sequence && leaf !== undefined
    if (!hasPlace || (committed !== undefined && !isSame(committed, leaf))) yield { kind: 'leaf', sequence }
    if (hasPlace) yield* this.#append(leaf, committed ?? leaf)
  }

  /** The head that the tokens have at a size; `undefined` where there are not so many. */
  head(size: number): TreeHead | undefined {
    return this.#heads.get(size)
  }

  /** Tiles that a log of this size has not, or not with this width. */
  *checkTiles(size: number): Generator<LedgerIssue> {
    for (let last = -1; ; ) {
      const [row] = this.#reader.rows(
        'SELECT id, length(hashes) AS length FROM tile WHERE id > ? ORDER BY id LIMIT 1',
        last,
      )
      if (row === undefined) return
      last = numberIn(row, 'id')
      const { level, index } = placeOfTileRow(last)
      const tile = tileAt(level, index, size)
      if (numberIn(row, 'length') !== (tile?.width ?? 0) * hashBytes) yield { kind: 'tree', path: pathOf(level, index) }
    }
  }

  *#append(leaf: Hash, committed: Hash): Generator<LedgerIssue> {
    this.#tokens.append(leaf)
    if (this.#heads.has(this.#tokens.size)) this.#heads.set(this.#tokens.size, this.#tokens.head())
    for (const node of this.#stored.append(committed)) yield* this.#checkNode(node)
  }

  *#checkNode({ level, index, hash }: HashedNode): Generator<LedgerIssue> {
    if (level % levelsPerTile !== 0) return
    const tileLevel = level / levelsPerTile
    const found = this.#storedHash(tileLevel, index)
    if (found === undefined || !isSame(found, hash)) {
      yield { kind: 'tree', path: `${pathOf(tileLevel, Math.floor(index / tileWidth))}[${index % tileWidth}]` }
    }
  }

  /** A hash as it is stored; of each level the tile that was read last is kept. */
  #storedHash(level: number, at: number): Hash | undefined {
    const index = Math.floor(at / tileWidth)
    let tile = this.#tiles.get(level)
    if (tile?.index !== index) {
      tile = { index, hashes: this.#reader.tile(tileRowId(level, index)) }
      this.#tiles.set(level, tile)
    }
    const from = (at % tileWidth) * hashBytes
    const hash = tile.hashes?.subarray(from, from + hashBytes)
    return hash?.length === hashBytes ? hash : undefined
  }
}

function pathOf(level: number, index: number): string {
  return `tile ${level}/${index}`
}

function isSame(one: Hash, other: Hash): boolean {
  return Buffer.compare(one, other) === 0
}
