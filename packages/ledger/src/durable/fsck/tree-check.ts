import { type HashedNode, RightEdge } from '../../merkle/right-edge.ts'
import { type Hash, hashBytes, leafHash, maxEntryBytes, sameHash } from '../../merkle/tree-hash.ts'
import type { TreeHead } from '../../merkle/tree-head.ts'
import { levelsPerTile, tileWidth } from '../../tiles/tile-path.ts'
import { tileAt } from '../../tiles/tiles-of-log.ts'
import type { TreeStore } from '../ledger-store.ts'
import type { FoundTile } from './found-ledger.ts'
import type { LedgerIssue } from './issue.ts'

/**
 * Builds the tree of a ledger twice while its entries go by: from the tokens, for the heads that somebody has signed,
 * and from the leaves that are stored, so that one changed token is reported as that and not as every node above it.
 */
export class TreeCheck {
  readonly #store: TreeStore
  readonly #tokens = new RightEdge()
  readonly #stored = new RightEdge()
  readonly #sizes: ReadonlySet<number>
  readonly #heads = new Map<number, TreeHead>()
  readonly #tiles = new Map<number, { readonly index: number; readonly hashes: Uint8Array | undefined }>()

  /** @param sizes those at which the head will be asked for */
  constructor(store: TreeStore, sizes: readonly number[]) {
    this.#store = store
    this.#sizes = new Set(sizes)
    this.#heads.set(0, this.#tokens.head())
  }

  /** Takes the next entry; for one that is missing or unreadable, what the tree has in its place is believed. */
  async add(sequence: number, token: string | undefined): Promise<readonly LedgerIssue[]> {
    const issues: LedgerIssue[] = []
    while (this.#stored.size < sequence) {
      const committed = await this.#storedHash(0, this.#stored.size)
      if (committed === undefined) break
      await this.#append(committed, committed, issues)
    }
    const committed = await this.#storedHash(0, sequence)
    const leaf = token === undefined || isTooLong(token) ? committed : leafHash(token)
    const hasPlace = this.#stored.size === sequence && leaf !== undefined
    if (!hasPlace || (committed !== undefined && !sameHash(committed, leaf))) issues.push({ kind: 'leaf', sequence })
    if (hasPlace) await this.#append(leaf, committed ?? leaf, issues)
    return issues
  }

  /** The head that the tokens have at a size; `undefined` where there are not so many. */
  head(size: number): TreeHead | undefined {
    return this.#heads.get(size)
  }

  async #append(leaf: Hash, committed: Hash, issues: LedgerIssue[]): Promise<void> {
    this.#tokens.append(leaf)
    if (this.#sizes.has(this.#tokens.size)) this.#heads.set(this.#tokens.size, this.#tokens.head())
    for (const node of this.#stored.append(committed)) {
      if (node.level % levelsPerTile === 0) await this.#checkNode(node, issues)
    }
  }

  async #checkNode({ level, index, hash }: HashedNode, issues: LedgerIssue[]): Promise<void> {
    const tileLevel = level / levelsPerTile
    const found = await this.#storedHash(tileLevel, index)
    if (found !== undefined && sameHash(found, hash)) return
    const path = `${pathOf(tileLevel, Math.floor(index / tileWidth))}[${index % tileWidth}]`
    issues.push({ kind: 'tree', path })
  }

  /** A hash as it is stored; of each level the tile that was read last is kept. */
  async #storedHash(level: number, at: number): Promise<Hash | undefined> {
    const index = Math.floor(at / tileWidth)
    let tile = this.#tiles.get(level)
    if (tile?.index !== index) {
      tile = { index, hashes: await this.#store.tile(level, index) }
      this.#tiles.set(level, tile)
    }
    const from = (at % tileWidth) * hashBytes
    const hash = tile.hashes?.subarray(from, from + hashBytes)
    return hash?.length === hashBytes ? hash : undefined
  }
}

/** What is wrong with the length of a tile in a log of this size. */
export function* checkTile({ level, index, lengthBytes }: FoundTile, size: number): Generator<LedgerIssue> {
  const width = tileAt(level, index, size)?.width ?? 0
  if (lengthBytes !== width * hashBytes) yield { kind: 'tree', path: pathOf(level, index) }
}

function pathOf(level: number, index: number): string {
  return `tile ${level}/${index}`
}

/** In UTF-8, where a character of a string takes three bytes at most: mostly nothing has to be encoded to be sure. */
function isTooLong(token: string): boolean {
  return token.length * 3 > maxEntryBytes && new TextEncoder().encode(token).length > maxEntryBytes
}
