import { expect, it } from 'vitest'
import { codeOf } from '../../contract/refusal.ts'
import { leafHash } from '../../src/merkle/tree-hash.ts'
import { entry, treeOf } from './trees.ts'

it('[PROOF-MERKLE] a tree in memory knows its size, and its head is of that size', () => {
  for (const size of [0, 1, 2, 9]) expect([treeOf(size).size, treeOf(size).head().size]).toEqual([size, size])
})

it('[PROOF-MERKLE] it has the nodes that are complete, and no others', async () => {
  const { readNodes } = treeOf(3)
  expect(await readNodes([{ level: 0, index: 2 }])).toEqual([leafHash(entry(2))])
  for (const node of [
    { level: 0, index: 3 },
    { level: 1, index: 1 },
    { level: 2, index: 0 },
  ]) {
    expect(await codeOf(readNodes([node]))).toBe('ECT_PROOF_RANGE')
  }
})
