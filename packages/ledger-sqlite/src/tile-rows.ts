import { type HashedNode, hashBytes, type TilePath, tileWidth } from '@wimse-ect/ledger'
import type { TileRow } from './writer/rows.ts'

const levelsPerTile = 8
// Twice as many as the lowest level of a log of 2 ** 52 entries has tiles.
const tilesPerLevel = 2 ** 45

/** The row of a tile: level and index in one number, so that it is found without another index. */
export function tileRowId(level: number, index: number): number {
  return level * tilesPerLevel + index
}

/** The place of a row, as {@link tileRowId} numbered it. */
export function placeOfTileRow(id: number): Pick<TilePath, 'index'> & { readonly level: number } {
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
  const added = new Map<number, HashedNode[]>()
  for (const node of nodes) {
    if (node.level % levelsPerTile !== 0) continue
    const id = tileRowId(node.level / levelsPerTile, Math.floor(node.index / tileWidth))
    const list = added.get(id)
    if (list === undefined) added.set(id, [node])
    else list.push(node)
  }
  return [...added].map(([id, list]) => ({ id, hashes: grownTile(list, readTile(id)) }))
}

function grownTile(nodes: readonly HashedNode[], before: Uint8Array | undefined): Uint8Array {
  const from = ((nodes[0]?.index ?? 0) % tileWidth) * hashBytes
  const hashes = new Uint8Array(from + nodes.length * hashBytes)
  if (before !== undefined) hashes.set(before.subarray(0, from))
  for (const [at, { hash }] of nodes.entries()) hashes.set(hash, from + at * hashBytes)
  return hashes
}
