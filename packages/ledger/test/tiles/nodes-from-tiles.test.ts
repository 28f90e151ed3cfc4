import { describe, expect, it } from 'vitest'
import { naiveRoot } from '../../contract/merkle-oracle.ts'
import { codeOf, refusalOf } from '../../contract/refusal.ts'
import { proveConsistency } from '../../src/merkle/consistency-proof.ts'
import { proveInclusion } from '../../src/merkle/inclusion-proof.ts'
import { leafHash } from '../../src/merkle/tree-hash.ts'
import { readTreeHead } from '../../src/merkle/tree-head.ts'
import { nodesFromTiles, type ReadTile } from '../../src/tiles/nodes-from-tiles.ts'
import { entries, treeOf } from '../merkle/trees.ts'

const all = entries(600)
const tree = treeOf(600)
const readTile: ReadTile = async (path) => (path.level === 'entries' ? undefined : tree.tile(path.level, path))

describe('nodes from tiles', () => {
  it.each([1, 2, 3, 255, 256, 257, 511, 512, 513, 600])(
    '[LEDGER-TILES] head and proofs of a log of %d',
    async (size) => {
      const nodes = nodesFromTiles(readTile, size)
      expect(await readTreeHead(size, nodes)).toEqual({ size, root: naiveRoot(all.slice(0, size)) })
      for (let at = 0; at < size; at += size < 10 ? 1 : 37) {
        expect(await proveInclusion(at, size, nodes)).toEqual(await proveInclusion(at, size, tree.readNodes))
        expect(await proveConsistency(at, size, nodes)).toEqual(await proveConsistency(at, size, tree.readNodes))
      }
    },
  )

  it('[LEDGER-TILES] the tile of level 1 holds the roots of the full tiles below', () => {
    const tile = tree.tile(1, { level: 1, index: 0, width: 2 }) ?? new Uint8Array()
    expect(tile.slice(0, 32)).toEqual(naiveRoot(all.slice(0, 256)))
    expect(tile.slice(32)).toEqual(naiveRoot(all.slice(256, 512)))
    expect(tree.tile(1, { level: 1, index: 0, width: 3 })).toBeUndefined()
    expect(tree.tile(0, { level: 0, index: 2, width: 88 })?.slice(-32)).toEqual(leafHash(all[599] ?? ''))
    expect(tree.tile(0, { level: 0, index: 2, width: 89 })).toBeUndefined()
    expect(tree.tile(9, { level: 9, index: 0, width: 1 })).toBeUndefined()
  })

  it.each<[string, (tile: Uint8Array) => Uint8Array | undefined]>([
    ['missing', () => undefined],
    ['empty', () => new Uint8Array(0)],
    ['a byte short', (tile) => tile.slice(1)],
    ['a hash short', (tile) => tile.slice(32)],
    ['a hash too long', (tile) => Uint8Array.of(...tile, ...tile.slice(0, 32))],
  ])('[LEDGER-TAMPER] a tile that is %s is damaged', async (_how, damage) => {
    const damaged: ReadTile = async (path) => damage((await readTile(path)) ?? new Uint8Array())
    expect(await refusalOf(readTreeHead(300, nodesFromTiles(damaged, 300)))).toMatchObject({
      code: 'ECT_LEDGER_DAMAGED',
      path: 'tile/1/000.p/1',
    })
  })

  it('[LEDGER-TILES] a log has no nodes beyond its size', async () => {
    const nodes = nodesFromTiles(readTile, 300)
    for (const index of [300, 512]) expect(await codeOf(nodes([{ level: 0, index }]))).toBe('ECT_PROOF_RANGE')
    expect(await codeOf(nodes([{ level: 3, index: 37 }]))).toBe('ECT_PROOF_RANGE')
  })
})
