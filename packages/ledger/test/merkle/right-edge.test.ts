import { expect, it } from 'vitest'
import { RightEdge } from '../../src/merkle/right-edge.ts'
import { leafHash } from '../../src/merkle/tree-hash.ts'

it('[PROOF-MERKLE] a log goes on from the hashes of its edge, and from a copy of it', () => {
  const edge = new RightEdge()
  for (let size = 0; size < 20; size++) {
    const [reopened, copy] = [new RightEdge(size, edge.hashes), edge.copy()]
    const completed = edge.append(leafHash(`${size}`))
    for (const other of [reopened, copy]) {
      expect(other.size).toBe(size)
      expect(other.append(leafHash(`${size}`))).toEqual(completed)
      expect(other.head()).toEqual(edge.head())
    }
  }
})

it('[LEDGER-APPEND-ONLY] who writes into the list of hashes changes nothing', () => {
  const edge = new RightEdge()
  edge.append(leafHash('one'))
  const head = edge.head()
  const given = [...edge.hashes]
  const reopened = new RightEdge(1, given)
  given.length = 0
  expect([edge.head(), reopened.head()]).toEqual([head, head])
})
