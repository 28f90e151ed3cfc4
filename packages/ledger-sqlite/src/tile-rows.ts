import { type HashedNode, hashBytes } from '@wimse-ect/ledger'
import { newHashesOf } from '@wimse-ect/ledger/durable'
import type { TileRow } from './writer/rows.ts'

// Twice as many as the lowest level of a log of 2 ** 52 entries has tiles.
const tilesPerLevel = 2 ** 45

/** The row of a tile: level and index in one number, so that it is found without another index. */
export function tileRowId(level: number, index: number): number {
  return level * tilesPerLevel + index
}

/** The place of a row, as {@link tileRowId} numbered it. */
export function placeOfTileRow(id: number): { readonly level: number; readonly index: number } {
  return { level: Math.floor(id / tilesPerLevel), index: id % tilesPerLevel }
}

/**
 * The tile rows as they are after nodes were completed.
 *
 * @param nodes in the order in which the tree completed them
 * @param readTile the row as it is so far
 */
export function grownTiles(
  nodes: readonly HashedNode[],
  readTile: (id: number) => Uint8Array | undefined,
): readonly TileRow[] {
  return newHashesOf(nodes).map(({ level, index, from, hashes }) => {
    const id = tileRowId(level, index)
    const grown = new Uint8Array(from * hashBytes + hashes.length)
    const before = from === 0 ? undefined : readTile(id)
    if (before !== undefined) grown.set(before.subarray(0, from * hashBytes))
    grown.set(hashes, from * hashBytes)
    return { id, hashes: grown }
  })
}
