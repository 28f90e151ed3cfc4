import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { IndexKeys } from '../src/index-keys.ts'
import { KeyFilter } from '../src/key-filter.ts'
import { enterKeys } from '../src/writer/enter-keys.ts'
import { migrate } from '../src/writer/schema.ts'
import { Settler } from '../src/writer/settler.ts'
import { rowsOf } from './rows-of.ts'

const least = -(2 ** 47)
const greatest = 2 ** 47 - 1

it('[LEDGER-ATOMIC] it never says of a key that was added that it is not there', () => {
  const filter = new KeyFilter()
  filter.complete()
  const keys = [least, least + 1, -1, 0, 1, greatest, ...randomKeys(100_000)]
  for (const key of keys) filter.add(key)
  expect(keys.every((key) => filter.mayHave(key))).toBe(true)
})

it('of most others it says so', () => {
  const filter = new KeyFilter()
  filter.complete()
  expect(randomKeys(1000).some((key) => filter.mayHave(key))).toBe(false)
  for (const key of randomKeys(200_000)) filter.add(key)
  expect(randomKeys(10_000).filter((key) => filter.mayHave(key)).length).toBeLessThan(100)
})

it('the keys of identifiers spread over all of it', () => {
  const filter = new KeyFilter()
  filter.complete()
  const keys = new IndexKeys()
  for (let at = 0; at < 20_000; at++) filter.add(keys.task(`task-${at}`))
  const words = new Int32Array(filter.memory)
  // Three bits each, of which hardly any two fall into one of two million words.
  expect(words.filter((word) => word !== 0).length).toBeGreaterThan(55_000)
})

it('until all keys of the file are entered it says nothing', () => {
  const filter = new KeyFilter()
  expect(filter.mayHave(1)).toBe(true)
  filter.complete()
  expect(filter.mayHave(1)).toBe(false)
})

it('[LEDGER-ATOMIC] keys that are settled while the file is read are entered, wherever it has come to', () => {
  const database = new DatabaseSync(':memory:')
  migrate(database)
  const early = new Settler(database, new KeyFilter(), 1000)
  const before = rowsOf(0, 12_000)
  early.add(before)
  early.settle(before.length)
  const filter = new KeyFilter()
  const settler = new Settler(database, filter, 1000)
  let sequence = before.length
  const after = []
  for (const _ of enterKeys(database, filter)) {
    const rows = rowsOf(sequence, 300)
    sequence += rows.length
    settler.add(rows)
    settler.settle(rows.length)
    after.push(...rows)
    // Who writes rows enters their keys, see entryRow.
    for (const [, , , , , , , , , task, , token] of rows) {
      filter.add(task)
      filter.add(token)
    }
    if (after.length > 6000) break
  }
  for (const _ of enterKeys(database, filter)) expect(filter.mayHave(0)).toBe(true)
  const rows = [...before, ...after]
  expect(filter.mayHave(greatest)).toBe(false)
  expect(rows.every(([, , , , , , , , , task, , token]) => filter.mayHave(task) && filter.mayHave(token))).toBe(true)
  database.close()
})

function randomKeys(count: number): number[] {
  return Array.from({ length: count }, () => Math.floor(Math.random() * 2 ** 48) - 2 ** 47)
}
