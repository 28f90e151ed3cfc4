import { expect, it } from 'vitest'
import { newHashesOf } from '../../src/durable/new-hashes.ts'
import { RightEdge } from '../../src/merkle/right-edge.ts'
import { leafHash } from '../../src/merkle/tree-hash.ts'

/** What the entries from one size to another add to the tiles: level, place, hashes before, hashes added. */
function added(from: number, to: number): number[][] {
  const edge = new RightEdge()
  for (let at = 0; at < from; at++) edge.append(leafHash(`${at}`))
  const nodes = Array.from({ length: to - from }, (_, at) => edge.append(leafHash(`${from + at}`))).flat()
  return newHashesOf(nodes).map(({ level, index, from: before, hashes }) => [level, index, before, hashes.length / 32])
}

it('[LEDGER-TILES] of eight levels of the tree one is kept, and each tile is added to once', () => {
  expect(newHashesOf([])).toEqual([])
  expect(added(0, 3)).toEqual([[0, 0, 0, 3]])
  expect(added(3, 9)).toEqual([[0, 0, 3, 6]])
  expect(added(250, 260)).toEqual([
    [0, 0, 250, 6],
    [1, 0, 0, 1],
    [0, 1, 0, 4],
  ])
  expect(added(512, 768)).toEqual([
    [0, 2, 0, 256],
    [1, 0, 2, 1],
  ])
})

it('[LEDGER-TILES] the hashes stand in order, and those of the next level are nodes', () => {
  const edge = new RightEdge()
  const nodes = Array.from({ length: 256 }, (_, at) => edge.append(leafHash(`${at}`))).flat()
  const [leaves, above] = newHashesOf(nodes)
  expect(leaves?.hashes.subarray(0, 32)).toEqual(leafHash('0'))
  expect(leaves?.hashes.subarray(255 * 32)).toEqual(leafHash('255'))
  expect(above?.hashes).toEqual(edge.head().root)
})
