import { type HashedNode, RightEdge } from '../../merkle/right-edge.ts'
import { type Hash, hashBytes, sameHash } from '../../merkle/tree-hash.ts'
import type { TreeHead } from '../../merkle/tree-head.ts'
import { levelsPerTile, tileWidth } from '../../tiles/tile-path.ts'
import { tileAt } from '../../tiles/tiles-of-log.ts'
import type { TreeStore } from '../ledger-store.ts'
import type { FoundTile } from './found-ledger.ts'
import type { LedgerIssue } from './issue.ts'

/**
 * Builds the tree of a ledger twice while its entries go by: from the tokens, for the heads that somebody has signed,
 * and from the leaves that are stored, so that one changed token is reported as that and not as every node above it.
 * Until a leaf differs, both are one.
 */
export class TreeCheck {
  readonly #store: TreeStore
  readonly #stored = new RightEdge()
  #tokens: RightEdge = this.#stored
  readonly #sizes: ReadonlySet<number>
  readonly #heads = new Map<number, TreeHead>()
  /** Of each level the tile that was read last. */
  readonly #tiles: { readonly index: number; readonly hashes: Uint8Array | undefined }[] = []

  /** @param sizes those at which the head will be asked for */
  constructor(store: TreeStore, sizes: readonly number[]) {
    this.#store = store
    this.#sizes = new Set(sizes)
    this.#heads.set(0, this.#tokens.head())
  }

  /**
   * Takes the next entry; for one that is missing or unreadable, what the tree has in its place is believed.
   *
   * @param leaf of its token, if it can have one
   */
  async add(sequence: number, leaf: Hash | undefined): Promise<readonly LedgerIssue[]> {
    const issues: LedgerIssue[] = []
    while (this.#stored.size < sequence) {
      const committed = await this.#leafAt(this.#stored.size)
      if (committed === undefined) break
      this.#append(committed, committed, issues)
    }
    const committed = this.#hasRead(sequence) ? this.#storedHash(0, sequence) : await this.#leafAt(sequence)
    const believed = leaf ?? committed
    const isOther = committed !== undefined && leaf !== undefined && !sameHash(committed, leaf)
    const hasPlace = this.#stored.size === sequence && believed !== undefined
    if (!hasPlace || isOther) issues.push({ kind: 'leaf', sequence })
    if (!hasPlace) return issues
    if (isOther && this.#tokens === this.#stored) this.#tokens = this.#stored.copy()
    this.#append(believed, committed, issues)
    return issues
  }

  /** The head that the tokens have at a size; `undefined` where there are not so many. */
  head(size: number): TreeHead | undefined {
    return this.#heads.get(size)
  }

  #append(leaf: Hash, committed: Hash | undefined, issues: LedgerIssue[]): void {
    if (this.#tokens !== this.#stored) this.#tokens.append(leaf)
    for (const node of this.#stored.append(committed ?? leaf)) {
      const isKnown = node.level === 0 && committed !== undefined
      if (!isKnown && node.level % levelsPerTile === 0) this.#checkNode(node, issues)
    }
    if (this.#sizes.has(this.#tokens.size)) this.#heads.set(this.#tokens.size, this.#tokens.head())
  }

  #checkNode({ level, index, hash }: HashedNode, issues: LedgerIssue[]): void {
    const tileLevel = level / levelsPerTile
    const found = this.#storedHash(tileLevel, index)
    if (found !== undefined && sameHash(found, hash)) return
    const path = `${pathOf(tileLevel, Math.floor(index / tileWidth))}[${index % tileWidth}]`
    issues.push({ kind: 'tree', path })
  }

  /** A leaf as it is stored. With its tile, those above are read of which a node is complete when it is full. */
  async #leafAt(at: number): Promise<Hash | undefined> {
    let index = Math.floor(at / tileWidth)
    await this.#read(0, index)
    for (let level = 1, isLast = true; isLast; level++) {
      isLast = index % tileWidth === tileWidth - 1
      index = Math.floor(index / tileWidth)
      await this.#read(level, index)
    }
    return this.#storedHash(0, at)
  }

  async #read(level: number, index: number): Promise<void> {
    if (this.#tiles[level]?.index === index) return
    this.#tiles[level] = { index, hashes: await this.#store.tile(level, index) }
  }

  #hasRead(at: number): boolean {
    return this.#tiles[0]?.index === Math.floor(at / tileWidth)
  }

  /** A hash of the tile that was read last. */
  #storedHash(level: number, at: number): Hash | undefined {
    const from = (at % tileWidth) * hashBytes
    const hash = this.#tiles[level]?.hashes?.subarray(from, from + hashBytes)
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
