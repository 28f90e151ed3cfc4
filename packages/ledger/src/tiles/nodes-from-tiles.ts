import { EctError } from '@wimse-ect/claims'
import type { ReadNodes, TreeNode } from '../merkle/leaf-range.ts'
import { type Hash, hashBytes, nodeHash } from '../merkle/tree-hash.ts'
import { formatTilePath, levelsPerTile, type TilePath, tileWidth } from './tile-path.ts'
import { tileAt } from './tiles-of-log.ts'

/** Reads a tile or a bundle; `undefined` when there is none. */
export type ReadTile = (tile: TilePath) => Promise<Uint8Array | undefined>

/**
 * Reads nodes out of the tiles of a log of this size, so that whoever has only tiles (a folder, a bucket, another
 * machine) can make every proof. Each tile is read once per call.
 *
 * @throws EctError (the reader) `ECT_LEDGER_DAMAGED` when a tile is missing or has another length than its width says
 */
export function nodesFromTiles(readTile: ReadTile, size: number): ReadNodes {
  return async (nodes) => {
    const tiles = new Map<string, Promise<Uint8Array>>()
    const places = nodes.map((node) => {
      const place = placeOf(node, size)
      // Not its path, which takes longer to write than all else here; the width follows from the size.
      const key = `${place.tile.level}/${place.tile.index}`
      const tile = tiles.get(key) ?? readWholeTile(readTile, place.tile)
      tiles.set(key, tile)
      return { ...place, tile }
    })
    await Promise.all(tiles.values())
    return Promise.all(places.map(async ({ tile, from, count }) => rootOf(await tile, from, count)))
  }
}

interface PlaceInTile {
  readonly tile: TilePath
  /** The first of the tile's hashes below the node. */
  readonly from: number
  /** How many of them lie below it; a power of two. */
  readonly count: number
}

/** A tile keeps every eighth level of the tree; the nodes between are joined from its hashes. */
function placeOf({ level, index }: TreeNode, size: number): PlaceInTile {
  const tileLevel = Math.floor(level / levelsPerTile)
  const count = 2 ** (level % levelsPerTile)
  const first = index * count
  const tile = tileAt(tileLevel, Math.floor(first / tileWidth), size)
  const from = first % tileWidth
  if (tile === undefined || from + count > tile.width) throw new EctError('ECT_PROOF_RANGE')
  return { tile, from, count }
}

async function readWholeTile(readTile: ReadTile, path: TilePath): Promise<Uint8Array> {
  const tile = await readTile(path)
  if (tile?.length !== path.width * hashBytes) throw new EctError('ECT_LEDGER_DAMAGED', { path: formatTilePath(path) })
  return tile
}

/** The root over `count` hashes of a tile, a power of two. */
function rootOf(tile: Uint8Array, from: number, count: number): Hash {
  if (count === 1) return tile.slice(from * hashBytes, (from + 1) * hashBytes)
  const half = count / 2
  return nodeHash(rootOf(tile, from, half), rootOf(tile, from + half, half))
}
