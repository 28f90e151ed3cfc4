import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { type IndexLevel, indexLevels } from './index-levels.ts'

/**
 * An index in several tables, each larger than the one before. Keys are random, so that each new one changes a page of its own:
 * in a large table that page is read and written for one row. New rows therefore go into a small table and are moved to larger
 * ones in the order of their keys, many to a page, within the transactions that make room necessary. All tables hold rows of
 * the same kind; who looks something up asks all.
 */
export class LeveledIndex {
  readonly #insert: StatementSync
  readonly #levels: readonly Level[]

  /** @param columns the key first */
  constructor(database: DatabaseSync, name: string, columns: readonly string[]) {
    const [first] = indexLevels
    const values = columns.map(() => '?').join(', ')
    this.#insert = database.prepare(`INSERT INTO ${first?.prefix}${name} VALUES (${values})`)
    this.#levels = indexLevels
      .slice(1)
      .flatMap((to, at) => indexLevels.slice(at, at + 1).map((from) => new Level(database, name, columns, from, to)))
  }

  add(...row: readonly number[]): void {
    this.#insert.run(...row)
    const [first] = this.#levels
    first?.added(1)
  }

  /** Moves on what is too much. */
  settle(): void {
    let moved = 0
    for (const level of this.#levels) {
      level.added(moved)
      moved = level.settle()
    }
  }

  /** Counts again, after a transaction was rolled back. */
  recount(): void {
    for (const level of this.#levels) level.recount()
  }
}

/** A table whose rows move on to the next. */
class Level {
  readonly #level: IndexLevel
  readonly #count: StatementSync
  readonly #end: StatementSync
  readonly #copy: StatementSync
  readonly #remove: StatementSync
  #rows = 0
  /** The key up to which rows were moved; the next ones follow it, and after the last key the first. */
  #moved = Number.MIN_SAFE_INTEGER

  constructor(database: DatabaseSync, name: string, columns: readonly string[], from: IndexLevel, to: IndexLevel) {
    this.#level = from
    const table = `${from.prefix}${name}`
    const [key] = columns
    const range = `FROM ${table} WHERE ${key} > ? AND ${key} <= ?`
    this.#count = database.prepare(`SELECT count(*) AS rows FROM ${table}`)
    this.#end = database.prepare(
      `SELECT max(${key}) AS key FROM (SELECT ${key} FROM ${table} WHERE ${key} > ? ORDER BY ${key} LIMIT ?)`,
    )
    this.#copy = database.prepare(`INSERT INTO ${to.prefix}${name} SELECT * ${range} ORDER BY ${columns.join(', ')}`)
    this.#remove = database.prepare(`DELETE ${range}`)
    this.recount()
  }

  added(rows: number): void {
    this.#rows += rows
  }

  /** Returns how many rows were moved. */
  settle(): number {
    const { keep, move } = this.#level
    let moved = 0
    while (this.#rows >= keep + move) {
      const end = this.#end.get(this.#moved, this.#rows - keep)?.key
      if (typeof end === 'number') {
        this.#copy.run(this.#moved, end)
        const { changes } = this.#remove.run(this.#moved, end)
        this.#rows -= Number(changes)
        moved += Number(changes)
      }
      this.#moved = typeof end === 'number' ? end : Number.MIN_SAFE_INTEGER
    }
    return moved
  }

  recount(): void {
    this.#rows = Number(this.#count.get()?.rows)
  }
}
