import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { LeveledIndex } from '../src/writer/leveled-index.ts'
import { migrate } from '../src/writer/schema.ts'

const rows = 80_000

function onIndex(run: (index: LeveledIndex, count: (table: string) => number, database: DatabaseSync) => void): void {
  const database = new DatabaseSync(':memory:')
  migrate(database)
  const count = (table: string): number => Number(database.prepare(`SELECT count(*) AS n FROM ${table}`).get()?.n)
  run(new LeveledIndex(database, 'token', ['token', 'sequence']), count, database)
  database.close()
}

/** Keys in no order, each of some of them twice. */
function keyOf(sequence: number): number {
  return ((sequence % 79_000) * 7919) % 1_000_003
}

it('the small tables stay small, and no row is lost or doubled', () =>
  onIndex((index, count, database) => {
    for (let sequence = 0; sequence < rows; sequence++) {
      index.add(keyOf(sequence), sequence)
      if (sequence % 100 === 0) index.settle()
    }
    index.settle()
    expect(count('new_token')).toBeLessThan(2048)
    expect(count('recent_token')).toBeLessThan(34_816)
    expect(count('token') + count('recent_token') + count('new_token')).toBe(rows)
    const found = database
      .prepare(
        'SELECT token, sequence FROM token UNION ALL SELECT * FROM recent_token UNION ALL SELECT * FROM new_token',
      )
      .all()
    expect(found.every(({ token, sequence }) => token === keyOf(Number(sequence)))).toBe(true)
    expect(new Set(found.map(({ sequence }) => sequence)).size).toBe(rows)
  }))

it('a batch larger than the small tables is moved at once', () =>
  onIndex((index, count) => {
    for (let sequence = 0; sequence < rows; sequence++) index.add(keyOf(sequence), sequence)
    index.settle()
    expect(count('new_token')).toBeLessThan(2048)
    expect(count('recent_token')).toBeLessThan(34_816)
    expect(count('token') + count('recent_token') + count('new_token')).toBe(rows)
  }))

it('after a rollback it goes on from what is there', () =>
  onIndex((index, count, database) => {
    database.exec('BEGIN')
    for (let sequence = 0; sequence < rows; sequence++) index.add(keyOf(sequence), sequence)
    database.exec('ROLLBACK')
    index.recount()
    index.add(1, 1)
    index.settle()
    expect(count('new_token')).toBe(1)
    expect(count('token') + count('recent_token')).toBe(0)
  }))
