import type { DatabaseSync, StatementSync } from 'node:sqlite'

/** Rows that the small table keeps: about as many as make it cheap to change it anywhere. */
const recentRows = 16_384

/** Rows that are moved at least, so that their pages are shared by some of them. */
const leastMove = 1024

/**
 * An index in two tables. Keys are random, so that each new one changes a page of its own: in a large table that page is
 * read and written for one row. New rows therefore go into a small table, and leave it for the large one in order of their
 * keys, many to a page, within the same transaction. Both hold rows of the same kind; who looks something up asks both.
 */
export class TwoLevelIndex {
  readonly #insert: StatementSync
  readonly #count: StatementSync
  readonly #end: StatementSync
  readonly #copy: StatementSync
  readonly #remove: StatementSync
  #rows = 0
  /** The key up to which rows were moved; the next ones follow it, and after the last key the first. */
  #moved = Number.MIN_SAFE_INTEGER

  /** @param name of the large table; `recent_<name>` is the small one */
  constructor(database: DatabaseSync, name: string, columns: readonly string[]) {
    const [key] = columns
    const range = `FROM recent_${name} WHERE ${key} > ? AND ${key} <= ?`
    this.#insert = database.prepare(`INSERT INTO recent_${name} VALUES (${columns.map(() => '?').join(', ')})`)
    this.#count = database.prepare(`SELECT count(*) AS rows FROM recent_${name}`)
    this.#end = database.prepare(
      `SELECT max(key) AS key FROM (SELECT ${key} AS key FROM recent_${name} WHERE ${key} > ? ORDER BY ${key} LIMIT ?)`,
    )
    this.#copy = database.prepare(`INSERT INTO ${name} SELECT * ${range} ORDER BY ${columns.join(', ')}`)
    this.#remove = database.prepare(`DELETE ${range}`)
    this.recount()
  }

  add(...row: readonly number[]): void {
    this.#insert.run(...row)
    this.#rows += 1
  }

  /** Moves what is too much. */
  settle(): void {
    while (this.#rows >= recentRows + leastMove) {
      const end = this.#end.get(this.#moved, this.#rows - recentRows)?.key
      if (typeof end === 'number') {
        this.#copy.run(this.#moved, end)
        this.#rows -= Number(this.#remove.run(this.#moved, end).changes)
      }
      this.#moved = typeof end === 'number' ? end : Number.MIN_SAFE_INTEGER
    }
  }

  /** Counts again, after a transaction was rolled back. */
  recount(): void {
    this.#rows = Number(this.#count.get()?.rows)
  }
}
