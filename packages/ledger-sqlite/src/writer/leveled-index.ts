import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { tablesOf } from './index-levels.ts'

/** Rows of the first table: they fit into a few pages, which every batch writes. */
const newestRows = 2048

/**
 * Rows of the second: as many as make it cheap to move some on, since a page of the third then takes several of them.
 */
const recentRows = 32_768

/** What a commit has moved from table to table: all newest rows, or the recent ones with keys of a range. */
export type MovedRows =
  | { readonly from: 'newest' }
  | { readonly from: 'recent'; readonly after: number; readonly upTo: number }

/**
 * An index in three tables, each larger than the one before, as in a log-structured merge tree. Keys are random, so
 * that each new one changes a page of its own: in a large table that page is read and written for one row. New rows
 * therefore go into a small table and are moved to larger ones in the order of their keys, many to a page, within the
 * transactions that make room necessary. All tables hold rows of the same kind; who looks something up asks all.
 */
export class LeveledIndex {
  readonly #statements: Statements
  #newest = 0
  #recent = 0
  /** The key up to which rows were moved; the next ones follow it, and after the last key the first. */
  #after = Number.MIN_SAFE_INTEGER

  /** @param columns the key first */
  constructor(database: DatabaseSync, name: string, columns: readonly string[]) {
    this.#statements = prepareStatements(database, name, columns)
    this.recount()
  }

  add(...row: readonly number[]): void {
    this.#statements.insert.run(...row)
    this.#newest += 1
  }

  /** Moves on what is too much. */
  settle(): readonly MovedRows[] {
    const moved: MovedRows[] = []
    if (this.#newest >= newestRows) moved.push(this.#moveNewest())
    while (this.#recent >= recentRows + newestRows) moved.push(...this.#moveRecent())
    return moved
  }

  /** Counts again, after a transaction was rolled back. */
  recount(): void {
    this.#newest = Number(this.#statements.countNewest.get()?.rows)
    this.#recent = Number(this.#statements.countRecent.get()?.rows)
  }

  #moveNewest(): MovedRows {
    this.#statements.copyNewest.run()
    this.#statements.removeNewest.run()
    this.#recent += this.#newest
    this.#newest = 0
    return { from: 'newest' }
  }

  #moveRecent(): readonly MovedRows[] {
    const { endOfRange, copyRecent, removeRecent } = this.#statements
    const after = this.#after
    const upTo = endOfRange.get(after, this.#recent - recentRows)?.key
    this.#after = typeof upTo === 'number' ? upTo : Number.MIN_SAFE_INTEGER
    if (typeof upTo !== 'number') return []
    copyRecent.run(after, upTo)
    this.#recent -= Number(removeRecent.run(after, upTo).changes)
    return [{ from: 'recent', after, upTo }]
  }
}

type Statements = Readonly<Record<keyof ReturnType<typeof sqlOf>, StatementSync>>

function prepareStatements(database: DatabaseSync, name: string, columns: readonly string[]): Statements {
  const sql = sqlOf(name, columns)
  return {
    insert: database.prepare(sql.insert),
    countNewest: database.prepare(sql.countNewest),
    countRecent: database.prepare(sql.countRecent),
    copyNewest: database.prepare(sql.copyNewest),
    removeNewest: database.prepare(sql.removeNewest),
    endOfRange: database.prepare(sql.endOfRange),
    copyRecent: database.prepare(sql.copyRecent),
    removeRecent: database.prepare(sql.removeRecent),
  }
}

function sqlOf(name: string, columns: readonly string[]) {
  const [newest, recent, settled] = tablesOf(name)
  const [key] = columns
  const order = `ORDER BY ${columns.join(', ')}`
  const range = `FROM ${recent} WHERE ${key} > ? AND ${key} <= ?`
  return {
    insert: `INSERT INTO ${newest} VALUES (${columns.map(() => '?').join(', ')})`,
    countNewest: `SELECT count(*) AS rows FROM ${newest}`,
    countRecent: `SELECT count(*) AS rows FROM ${recent}`,
    copyNewest: `INSERT INTO ${recent} SELECT * FROM ${newest} ${order}`,
    removeNewest: `DELETE FROM ${newest}`,
    endOfRange: `SELECT max(${key}) AS key
      FROM (SELECT ${key} FROM ${recent} WHERE ${key} > ? ORDER BY ${key} LIMIT ?)`,
    copyRecent: `INSERT INTO ${settled} SELECT * ${range} ${order}`,
    removeRecent: `DELETE ${range}`,
  }
}
