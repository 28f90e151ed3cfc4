import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { KeyFilter } from '../../src/key-filter.ts'
import { RecentEntries } from '../../src/reader/recent-entries.ts'
import { indexNames } from '../../src/writer/key-blocks.ts'
import type { EntryRow } from '../../src/writer/rows.ts'
import { migrate } from '../../src/writer/schema.ts'
import { Settler } from '../../src/writer/settler.ts'
import { rowsOf } from '../rows-of.ts'

const together = 200

interface Batch {
  readonly rows: number
  /** What becomes of it; `reopens`: it is committed, and the process is another one then. */
  readonly end: 'commits' | 'fails' | 'reopens'
}

const batches: fc.Arbitrary<Batch[]> = fc.array(
  fc.record({
    rows: fc.oneof(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 900 })),
    end: fc.constantFrom('commits', 'commits', 'commits', 'fails', 'reopens'),
  }),
  { minLength: 1, maxLength: 30 },
)

it('[LEDGER-ATOMIC] every entry is recent or in all indexes, once, however batches come, fail and end the process', () => {
  const { database, open } = newIndexes()
  fc.assert(
    fc.property(batches, (all) => {
      database.exec('BEGIN; DELETE FROM recent; DELETE FROM task; DELETE FROM workflow; DELETE FROM token; COMMIT')
      let settler = open()
      const rows: EntryRow[] = []
      for (const { rows: count, end } of all) {
        const batch = rowsOf(rows.length, count)
        database.exec('BEGIN')
        settler.add(batch)
        settler.settle(count)
        database.exec(end === 'fails' ? 'ROLLBACK' : 'COMMIT')
        if (end === 'fails') settler.recount()
        else rows.push(...batch)
        if (end === 'reopens') settler = open()
        expectAllIndexed(database, rows)
      }
    }),
    { numRuns: 60 },
  )
  database.close()
})

it('a part of the rows is settled with every batch, so that none takes long', () => {
  const { database, open } = newIndexes()
  const settler = open()
  const count = (): number => Number(database.prepare('SELECT count(*) AS n FROM task').get()?.n)
  let most = 0
  for (let first = 0; first < 20 * together; first += 10) {
    const before = count()
    settler.add(rowsOf(first, 10))
    settler.settle(10)
    most = Math.max(most, count() - before)
  }
  expect(count()).toBeGreaterThan(18 * together)
  expect(most).toBeLessThanOrEqual(40)
  database.close()
})

it('a process that adds little and ends does not keep the recent entries from being settled', () => {
  const { database, open } = newIndexes()
  for (let first = 0; first < 10 * together; first += 3) {
    const settler = open()
    settler.add(rowsOf(first, 3))
    settler.settle(3)
    expect(recentIn(database).count).toBeLessThan(2 * together)
  }
  database.close()
})

it('[LEDGER-TAMPER] recent entries that are none are not settled', () => {
  for (const change of ["UPDATE recent SET keys = x'00'", 'DELETE FROM recent WHERE first = 100']) {
    const { database, open } = newIndexes()
    const settler = open()
    for (let first = 0; first < 2 * together; first += 100) settler.add(rowsOf(first, 100))
    database.exec(change)
    expect(() => settler.settle(1)).toThrow(expect.objectContaining({ reason: 'DAMAGED' }))
    database.close()
  }
})

function newIndexes(): { database: DatabaseSync; open: () => Settler } {
  const database = new DatabaseSync(':memory:')
  migrate(database)
  return { database, open: () => new Settler(database, new KeyFilter(), together) }
}

function recentIn(database: DatabaseSync): { entries: RecentEntries; count: number } {
  const entries = new RecentEntries()
  for (const row of database.prepare('SELECT first, keys FROM recent ORDER BY first').all()) entries.add(row)
  return { entries, count: entries.first === undefined ? 0 : entries.end - entries.first }
}

function expectAllIndexed(database: DatabaseSync, rows: readonly EntryRow[]): void {
  const { entries, count } = recentIn(database)
  if (count > 0) expect(entries.end).toBe(rows.length)
  const settledEnd = rows.length - count
  for (const [at, index] of indexNames.entries()) {
    const found = database.prepare(`SELECT ${index} AS key, sequence FROM ${index} ORDER BY sequence`).all()
    expect(found.filter(({ sequence }) => Number(sequence) < settledEnd)).toHaveLength(settledEnd)
    expect(found.every(({ key, sequence }) => rows[Number(sequence)]?.[9 + at] === key)).toBe(true)
    const recent = rows.slice(settledEnd)
    expect(recent.every((row) => entries.keysOf(row[0])?.[index] === row[9 + at])).toBe(true)
  }
}
