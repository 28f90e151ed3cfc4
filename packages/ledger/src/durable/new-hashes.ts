import type { HashedNode } from '../merkle/right-edge.ts'
import { hashBytes } from '../merkle/tree-hash.ts'
import { levelsPerTile, tileWidth } from '../tiles/tile-path.ts'

/** Hashes to be added at the end of a tile. */
export interface NewHashes {
  readonly level: number
  readonly index: number
  /** Number of hashes that the tile has before. */
  readonly from: number
  readonly hashes: Uint8Array
}

/**
 * What completed nodes add to the tiles; of eight levels of the tree one is kept.
 *
 * @param nodes in the order in which the tree completed them
 */
export function newHashesOf(nodes: Iterable<HashedNode>): readonly NewHashes[] {
  const tiles = new Map<string, HashedNode[]>()
  for (const node of nodes) {
    if (node.level % levelsPerTile !== 0) continue
    const key = `${node.level} ${Math.floor(node.index / tileWidth)}`
    const list = tiles.get(key)
    if (list === undefined) tiles.set(key, [node])
    else list.push(node)
  }
  return [...tiles.values()].map(joined)
}

function joined(nodes: readonly HashedNode[]): NewHashes {
  const { level = 0, index = 0 } = nodes[0] ?? {}
  const hashes = new Uint8Array(nodes.length * hashBytes)
  for (const [at, { hash }] of nodes.entries()) hashes.set(hash, at * hashBytes)
  return {
    level: level / levelsPerTile,
    index: Math.floor(index / tileWidth),
    from: index % tileWidth,
    hashes,
  }
}
