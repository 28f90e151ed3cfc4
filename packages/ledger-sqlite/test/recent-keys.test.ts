import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { RecentKeys } from '../src/recent-keys.ts'
import { LeveledIndex } from '../src/writer/leveled-index.ts'
import { migrate } from '../src/writer/schema.ts'

it('[LEDGER-ATOMIC] no key that stands in a small table is ever missing, however batches come and fail', () => {
  const batches = fc.array(fc.record({ rows: fc.integer({ min: 1, max: 30_000 }), fails: fc.boolean() }), {
    minLength: 1,
    maxLength: 8,
  })
  fc.assert(fc.property(batches, fc.integer({ min: 1, max: 1_000_000 }), followsEveryBatch), { numRuns: 8 })
})

function followsEveryBatch(batches: readonly { rows: number; fails: boolean }[], seed: number): void {
  const database = new DatabaseSync(':memory:')
  migrate(database)
  const keysIn = (table: string): number[] =>
    database
      .prepare(`SELECT token FROM ${table}`)
      .all()
      .map(({ token }) => Number(token))
  const index = new LeveledIndex(database, 'token', ['token', 'sequence'])
  const keys = new RecentKeys([], [])
  let sequence = seed
  for (const { rows, fails } of batches) {
    database.exec('BEGIN')
    for (let row = 0; row < rows; row++) {
      sequence += 1
      const key = (sequence * 2_654_435_761) % 2 ** 32
      index.add(key, sequence)
      keys.add(key)
    }
    const moved = index.settle()
    database.exec(fails ? 'ROLLBACK' : 'COMMIT')
    if (fails) index.recount()
    else keys.follow(moved)
    const small = [...keysIn('new_token'), ...keysIn('recent_token')]
    expect(small.every((key) => keys.has(key))).toBe(true)
  }
  const settled = keysIn('token')
  expect(settled.filter((key) => keys.has(key)).length).toBeLessThanOrEqual(
    batches.filter(({ fails }) => fails).reduce((sum, { rows }) => sum + rows, 0),
  )
  database.close()
}

it('a key that is settled is forgotten', () => {
  const keys = new RecentKeys([1], [2, 3])
  keys.follow([{ from: 'newest' }, { from: 'recent', after: 1, upTo: 2 }])
  expect([1, 2, 3].map((key) => keys.has(key))).toEqual([true, false, true])
})
