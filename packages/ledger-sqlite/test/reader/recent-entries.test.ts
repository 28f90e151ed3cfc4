import fc from 'fast-check'
import { expect, it } from 'vitest'
import { codeOf } from '../../../ledger/contract/refusal.ts'
import { RecentEntries } from '../../src/reader/recent-entries.ts'
import { keyBlockOf } from '../../src/writer/key-blocks.ts'
import type { EntryRow } from '../../src/writer/rows.ts'

const key = fc.oneof(fc.integer({ min: -2, max: 2 }), fc.constantFrom(-(2 ** 47), 2 ** 47 - 1, 2 ** 40, -(2 ** 40)))
const entries = fc.array(fc.tuple(key, key, key), { minLength: 1, maxLength: 60 })

function row(sequence: number, [task, workflow, token]: readonly [number, number, number]): EntryRow {
  return [sequence, 'token', 1, 1, null, 'task', null, 'jti', 'agent', task, workflow, token]
}

it('[LEDGER-LOOK-UP] entries are found by each of their keys, in order of sequence', () => {
  fc.assert(
    fc.property(entries, fc.integer({ min: 1, max: 20 }), key, key, (all, blockSize, one, other) => {
      const recent = new RecentEntries()
      const rows = all.map((keys, at) => row(100 + at, keys))
      for (let from = 0; from < rows.length; from += blockSize) {
        const block = rows.slice(from, from + blockSize)
        recent.add({ first: 100 + from, keys: keyBlockOf(block) })
      }
      const withKey = (at: number): number[] => rows.filter((each) => each[at] === one).map(([sequence]) => sequence)
      expect(recent.withKey('task', one)).toEqual(withKey(9))
      expect(recent.withKey('workflow', one)).toEqual(withKey(10))
      expect(recent.withKey('token', one)).toEqual(withKey(11))
      const inScope = rows.filter((each) => each[9] === one && each[10] === other).map(([sequence]) => sequence)
      expect(recent.inScope(one, other)).toEqual(inScope)
      for (const most of [0, 1, 3]) {
        expect(recent.withKey('task', one, { most })).toEqual(withKey(9).slice(Math.max(0, withKey(9).length - most)))
      }
      for (const from of [100, 105, 130]) {
        expect(recent.withKey('task', one, { from })).toEqual(withKey(9).filter((sequence) => sequence >= from))
      }
      for (const [sequence, , , , , , , , , task, workflow, token] of rows) {
        expect(recent.keysOf(sequence)).toEqual({ task, workflow, token })
      }
      expect([recent.keysOf(99), recent.keysOf(recent.end)]).toEqual([undefined, undefined])
    }),
  )
})

it('what is settled is forgotten, most of it at once, and what is missed is not needed', () => {
  const recent = new RecentEntries()
  const block = (first: number, count: number): void => {
    recent.add({
      first,
      keys: keyBlockOf(Array.from({ length: count }, (_, at) => row(first + at, [first + at, 1, 2]))),
    })
  }
  for (let first = 0; first < 40_000; first += 1000) block(first, 1000)
  recent.forgetBefore(20_000)
  expect(recent.first).toBeGreaterThan(0)
  expect([recent.withKey('task', 1), recent.withKey('task', 20_000)]).toEqual([[], [20_000]])
  block(60_000, 10)
  expect(recent.end).toBe(60_010)
  expect([recent.withKey('task', 39_999), recent.withKey('task', 60_000)]).toEqual([[39_999], [60_000]])
  recent.forgetBefore(60_000)
  expect(recent.first).toBe(60_000)
  recent.forgetBefore(Number.POSITIVE_INFINITY)
  expect([recent.first, recent.end]).toEqual([undefined, 0])
})

it.each([
  { first: 1, keys: new Uint8Array(17) },
  { first: 1, keys: new Uint8Array(0) },
  { first: 1, keys: 'x' },
  { first: -1, keys: new Uint8Array(18) },
])('[LEDGER-TAMPER] a row that is none is refused: %j', async (found) => {
  expect(await codeOf((async () => new RecentEntries().add(found))())).toBe('ECT_LEDGER_DAMAGED')
})
