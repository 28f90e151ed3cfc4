import { beforeAll, describe, expect, it } from 'vitest'
import { checkConsistency, proveConsistency } from '../../src/merkle/consistency-proof.ts'
import { checkInclusion, proveInclusion } from '../../src/merkle/inclusion-proof.ts'
import type { MemoryTree } from '../../src/merkle/memory-tree.ts'
import { leafHash } from '../../src/merkle/tree-hash.ts'
import { readTreeHead, type TreeHead } from '../../src/merkle/tree-head.ts'
import { nodesFromTiles, type ReadTile } from '../../src/tiles/nodes-from-tiles.ts'
import { acceptsConsistency, acceptsInclusion } from './rfc9162.ts'
import { entry, treeOf } from './trees.ts'

const sizes = [65_535, 65_536, 65_537]
const earlierSizes = [
  1, 2, 255, 256, 257, 32_767, 32_768, 32_769, 65_279, 65_280, 65_281, 65_534, 65_535, 65_536, 65_537,
]
const indexes = [0, 1, 254, 255, 256, 257, 32_767, 32_768, 65_279, 65_280, 65_533, 65_534, 65_535, 65_536]

describe('a tree around 2^16 leaves', () => {
  let tree: MemoryTree
  const heads = new Map<number, TreeHead>()
  const headAt = (size: number): TreeHead => heads.get(size) ?? { size, root: new Uint8Array() }

  beforeAll(() => {
    tree = treeOf(0)
    for (let size = 1; size <= 65_537; size++) {
      tree.append(leafHash(entry(size - 1)))
      if (earlierSizes.includes(size)) heads.set(size, tree.head())
    }
  })

  const readTile: ReadTile = async (path) => (path.level === 'entries' ? undefined : tree.tile(path.level, path))

  it.each(sizes)('[LEDGER-TILES] of %d: heads and proofs from the tiles are those from the nodes', async (size) => {
    const fromTiles = nodesFromTiles(readTile, size)
    expect(await readTreeHead(size, fromTiles)).toEqual(headAt(size))
    for (const index of indexes.filter((each) => each < size)) {
      const proof = await proveInclusion(index, size, fromTiles)
      expect(proof).toEqual(await proveInclusion(index, size, tree.readNodes))
      const leaf = leafHash(entry(index))
      checkInclusion(proof, leaf, index, headAt(size))
      expect(acceptsInclusion(proof, leaf, index, size, headAt(size).root)).toBe(true)
    }
    for (const from of earlierSizes.filter((each) => each <= size)) {
      const proof = await proveConsistency(from, size, fromTiles)
      expect(proof).toEqual(await proveConsistency(from, size, tree.readNodes))
      checkConsistency(proof, headAt(from), headAt(size))
      expect(acceptsConsistency(proof, from, headAt(from).root, size, headAt(size).root)).toBe(true)
    }
  })

  it('[LEDGER-TILES] a proof reads each tile once, a few in all', async () => {
    const read: string[] = []
    const counting: ReadTile = (path) => {
      read.push(JSON.stringify(path))
      return readTile(path)
    }
    await proveInclusion(300, 65_537, nodesFromTiles(counting, 65_537))
    expect(new Set(read).size).toBe(read.length)
    expect(read.length).toBeLessThanOrEqual(4)
  })
})
