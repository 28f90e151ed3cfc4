import fc from 'fast-check'
import { expect, it } from 'vitest'
import { addTo, ScopedIndex } from '../src/scoped-index.ts'

type Added = readonly [id: string, scope: string | undefined]

/** An index of these, the sequence of each being its place; and the scopes it asked for. */
function indexOf(added: readonly Added[]): { index: ScopedIndex; asked: number[] } {
  const asked: number[] = []
  const index = new ScopedIndex((sequence) => {
    asked.push(sequence)
    return added[sequence]?.[1]
  })
  for (const [sequence, [id]] of added.entries()) index.add(id, sequence)
  return { index, asked }
}

it('[LEDGER-LOOK-UP] an entry is found by its id, in its scope, and in no other', () => {
  const { index } = indexOf([
    ['a', 's'],
    ['b', undefined],
  ])
  expect([index.of('a'), index.in('a', 's'), index.in('a', undefined), index.in('a', '')]).toEqual([[0], [0], [], []])
  expect([index.of('b'), index.in('b', undefined), index.in('b', 's'), index.in('b', '')]).toEqual([[1], [1], [], []])
  expect([index.of('c'), index.in('c', 's'), index.in('c', undefined)]).toEqual([[], [], []])
})

it('[LEDGER-LOOK-UP] of entries with one id, those of a scope are found without asking for that of any', () => {
  const scopes = Array.from({ length: 50 }, (_, at) => `s${at}`)
  const { index, asked } = indexOf(scopes.map((scope) => ['a', scope]))
  asked.length = 0
  expect(scopes.map((scope) => index.in('a', scope))).toEqual(scopes.map((_, at) => [at]))
  expect(index.in('a', undefined)).toEqual([])
  expect(asked).toEqual([])
})

it('[LEDGER-LOOK-UP] a scope is not taken for none, whatever its name', () => {
  const { index } = indexOf([
    ['a', undefined],
    ['a', 'undefined'],
  ])
  expect([index.in('a', undefined), index.in('a', 'undefined'), index.in('a', '')]).toEqual([[0], [1], []])
})

it('[LEDGER-LOOK-UP] the answers are those of a search through all entries', () => {
  const ids = ['a', 'b', 'a s', '']
  const scopes = ['s', 't', 'undefined', undefined]
  const someEntry = fc.tuple(fc.constantFrom(...ids.slice(0, 2)), fc.constantFrom(...scopes))
  fc.assert(
    fc.property(fc.array(someEntry, { maxLength: 12 }), (added) => {
      const { index } = indexOf(added)
      const found = (is: (entry: Added) => boolean) => added.flatMap((entry, at) => (is(entry) ? [at] : []))
      for (const id of ids) {
        expect(index.of(id)).toEqual(found((entry) => entry[0] === id))
        for (const scope of [...scopes, ''])
          expect(index.in(id, scope)).toEqual(found((entry) => entry[0] === id && entry[1] === scope))
      }
    }),
  )
})

it('[LEDGER-ORDER] a list has its sequences in the order in which they were added', () => {
  const index = new Map<string, number[]>()
  for (const sequence of [3, 5, 9]) addTo(index, 'k', sequence)
  addTo(index, 'other', 4)
  expect([...index]).toEqual([
    ['k', [3, 5, 9]],
    ['other', [4]],
  ])
})
