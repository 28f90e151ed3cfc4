import { accessSync, constants, existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { EctError, type EctStore, isIdentifier, type Task } from '@wimse-ect/claims'
import type { Equivocation, LedgerEntry } from '@wimse-ect/ledger'
import {
  bytesIn,
  damaged,
  type EntryFilter,
  type Founding,
  type LedgerStore,
  makeEquivocation,
  numberIn,
  RecordCache,
  type Row,
  recordColumns,
  recordIn,
  type StoredRecord,
  textIn,
} from '@wimse-ect/ledger/durable'
import { CommittedView } from '../committed-view.ts'
import { IndexKeys } from '../index-keys.ts'
import { RecentIndexes } from '../recent-indexes.ts'
import { RecentKeys } from '../recent-keys.ts'
import { onDatabase } from '../sqlite-errors.ts'
import { tileRowId } from '../tile-rows.ts'
import { tablesOf } from '../writer/index-levels.ts'
import type { CheckpointRow, StoredId } from '../writer/rows.ts'
import { applicationId, migrations, pragma } from '../writer/schema.ts'
import { entriesIn } from './leveled-query.ts'
import { encodeId } from './stored-id.ts'

const pageOfRows = 128
const maxAgents = 10_000

// Keys are hashes: of the rows that an index names, those count that have the identifier.
const recordsOfTask = `SELECT ${recordColumns} FROM ${entriesIn('task', 'task = ?1')} WHERE task_id = ?2`
const recordsInWorkflow = `SELECT ${recordColumns} FROM ${entriesIn('task', 'task = ?1 AND workflow = ?3')}
  WHERE task_id = ?2 AND workflow_id IS ?4`
const recordsOfToken = `SELECT ${recordColumns} FROM ${entriesIn('token', 'token = ?1')}
  WHERE token_id = ?2 AND agent = ?3`

/**
 * The connection that reads a ledger file, synchronous: a look-up takes microseconds. It never waits for the writer and
 * never makes it wait. Every answer comes from what is committed.
 */
export class DatabaseReader implements LedgerStore {
  readonly founding: Founding
  readonly keys: IndexKeys = new IndexKeys()
  readonly #database: DatabaseSync
  readonly #cache = new RecordCache()
  /** Never changes once it is committed. */
  readonly #agents = new Map<string, number>()
  readonly #statements = new Map<string, StatementSync>()

  /**
   * @param fileId what the header of the file has to say. Default: that it is a ledger
   * @throws EctError `ECT_LEDGER_FORMAT`, `ECT_LEDGER_UNAVAILABLE`, `ECT_LEDGER_DAMAGED`
   */
  constructor(file: string, fileId: number = applicationId) {
    this.#database = onDatabase(() => new DatabaseSync(locationOf(file), { readOnly: true }))
    try {
      this.founding = onDatabase(() => readFounding(this.#database, fileId))
    } catch (error) {
      this.#database.close()
      throw error
    }
  }

  close(): void {
    this.#database.close()
  }

  /** Number of entries. */
  size(): number {
    const row = this.#get('SELECT coalesce(max(sequence) + 1, 0) AS size FROM entry')
    return row === undefined ? 0 : numberIn(row, 'size')
  }

  recordAt(sequence: number): StoredRecord | undefined {
    if (!Number.isSafeInteger(sequence)) return undefined
    const row = this.#get(`SELECT ${recordColumns} FROM entry WHERE sequence = ?`, sequence)
    return row && this.#record(row)
  }

  recordsOfTask(taskId: string): StoredRecord[] {
    return inOrder(this.#records(recordsOfTask, this.keys.task(taskId), this.#id(taskId)))
  }

  /** At most so many of the records of a task, whichever; in order of sequence. Many others cost nothing. */
  someRecordsOfTask(taskId: string, limit: number): StoredRecord[] {
    return inOrder(this.#records(`${recordsOfTask} LIMIT ?3`, this.keys.task(taskId), this.#id(taskId), limit))
  }

  recordsInWorkflow(taskId: string, workflowId: string | undefined): StoredRecord[] {
    const [task, workflow] = [this.keys.task(taskId), this.keys.workflow(workflowId)]
    const id = workflowId === undefined ? null : this.#id(workflowId)
    return inOrder(this.#records(recordsInWorkflow, task, this.#id(taskId), workflow, id))
  }

  recordOfToken(issuer: string, tokenId: string): StoredRecord | undefined {
    const agent = this.#agentId(issuer)
    if (agent === undefined) return undefined
    return this.#records(recordsOfToken, this.keys.token(issuer, tokenId), this.#id(tokenId), agent)[0]
  }

  /** The keys in the small tables of the indexes. */
  recentIndexes(): RecentIndexes {
    const keysIn = (index: string, table: string): number[] =>
      this.#all(`SELECT ${index} AS key FROM ${table}`).map(({ key }) => Number(key))
    const recentKeys = (index: string): RecentKeys => {
      const [newest, recent] = tablesOf(index)
      return new RecentKeys(keysIn(index, newest), keysIn(index, recent))
    }
    return new RecentIndexes(recentKeys('task'), recentKeys('token'))
  }

  /** Those of some keys that stand in the large table of an index. */
  settledKeys(index: 'task' | 'token', keys: readonly number[]): ReadonlySet<unknown> {
    const [, , settled] = tablesOf(index)
    const isThere = `EXISTS (SELECT 1 FROM ${settled} WHERE ${index} = json_each.value)`
    const rows = this.#all(`SELECT value AS key FROM json_each(?) WHERE ${isThere}`, JSON.stringify(keys))
    return new Set(rows.map((row) => row.key))
  }

  /** The record of a task in its scope, as another names it, if it is in memory; a scope has no second one. */
  knownRecord(taskId: string, workflowId: string | undefined, asking: Task): StoredRecord | undefined {
    return this.#cache.getInScope(taskId, workflowId, asking)
  }

  /** Entries in order of sequence. Rows are read page by page, so that no snapshot stands in the writer's way. */
  *entries(from: number, filter: EntryFilter = { by: 'sequence' }): Generator<LedgerEntry> {
    const [condition, value] = this.#condition(filter)
    // An agent without a number has no entries.
    if (value === undefined) return
    const sql = `SELECT ${recordColumns} FROM entry
      WHERE ${condition} = ? AND sequence >= ? ORDER BY sequence LIMIT ${pageOfRows}`
    let next = from
    for (;;) {
      const rows = this.#all(sql, value, next)
      for (const row of rows) {
        const { entry } = this.#record(row)
        next = entry.sequence + 1
        yield entry
      }
      if (rows.length < pageOfRows) return
    }
  }

  /** Tokens of consecutive entries. */
  tokens(from: number, to: number): string[] {
    const rows = this.#all('SELECT token FROM entry WHERE sequence >= ? AND sequence < ? ORDER BY sequence', from, to)
    return rows.map((row) => textIn(row, 'token'))
  }

  tile(level: number, index: number): Uint8Array | undefined {
    return this.tileRow(tileRowId(level, index))
  }

  /** The hashes of a tile by the id of its row. */
  tileRow(id: number): Uint8Array | undefined {
    const row = this.#get('SELECT hashes FROM tile WHERE id = ?', id)
    return row && bytesIn(row, 'hashes')
  }

  storeFor(): EctStore {
    return new CommittedView(this)
  }

  checkpoint(): CheckpointRow | undefined {
    const row = this.#get('SELECT size, note FROM checkpoint')
    return row && { size: numberIn(row, 'size'), note: textIn(row, 'note') }
  }

  hasEvidence(sequence: number): boolean {
    return this.#get('SELECT 1 FROM equivocation WHERE sequence = ?', sequence) !== undefined
  }

  *equivocations(): Generator<Equivocation> {
    const sql = 'SELECT * FROM equivocation WHERE found > ? ORDER BY found LIMIT 1'
    for (let row = this.#get(sql, 0); row !== undefined; row = this.#get(sql, numberIn(row, 'found'))) {
      yield this.#equivocation(row)
    }
  }

  /** Answers everything from the state that the file has now, until it is closed. */
  holdSnapshot(): void {
    onDatabase(() => this.#database.exec('BEGIN; SELECT 1 FROM sqlite_schema'))
  }

  /** Runs a query of the caller's; for checking the file. */
  rows(sql: string, ...values: SQLInputValue[]): readonly Row[] {
    return this.#all(sql, ...values)
  }

  /** Keeps a record in memory that was just written. */
  remember(record: StoredRecord): void {
    this.#cache.add(record)
  }

  /** The number that stands for an agent in this file. */
  #agentId(name: string): number | undefined {
    const known = this.#agents.get(name)
    if (known !== undefined) return known
    const row = this.#get('SELECT id FROM agent WHERE name = ?', name)
    if (row === undefined) return undefined
    const id = numberIn(row, 'id')
    if (this.#agents.size >= maxAgents) this.#agents.clear()
    this.#agents.set(name, id)
    return id
  }

  #condition(filter: EntryFilter): readonly [column: string, value: SQLInputValue | undefined] {
    if (filter.by === 'sequence') return ['1', 1]
    return filter.by === 'agent' ? ['agent', this.#agentId(filter.agent)] : ['workflow_id', this.#id(filter.workflowId)]
  }

  /** An identifier as it is stored; NULL, which equals nothing, for a text that is none. */
  #id(text: string): StoredId | null {
    const { ids } = this.founding
    return isIdentifier(text, ids) ? encodeId(text, ids) : null
  }

  #equivocation(row: Row): Equivocation {
    const record = this.recordAt(numberIn(row, 'sequence'))
    if (record === undefined) throw damaged('equivocation')
    return makeEquivocation(record, textIn(row, 'refused'), numberIn(row, 'found_at'))
  }

  #records(sql: string, ...values: SQLInputValue[]): StoredRecord[] {
    return this.#all(sql, ...values).map((row) => this.#record(row))
  }

  #record(row: Row): StoredRecord {
    return recordIn(row, this.founding.ids, this.#cache)
  }

  #get(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return onDatabase(() => this.#statement(sql).get(...values))
  }

  #all(sql: string, ...values: SQLInputValue[]): Row[] {
    return onDatabase(() => this.#statement(sql).all(...values))
  }

  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql)
    if (known !== undefined) return known
    const statement = this.#database.prepare(sql)
    this.#statements.set(sql, statement)
    return statement
  }
}

/**
 * Where the file and its folder cannot be written to and no writer has left anything behind, nobody is writing: SQLite
 * then needs no shared memory, which it could not make there.
 */
function locationOf(file: string): string | URL {
  if (!existsSync(file) || existsSync(`${file}-wal`)) return file
  try {
    accessSync(dirname(file), constants.W_OK)
    return file
  } catch {
    return new URL('?immutable=1', pathToFileURL(file))
  }
}

function inOrder(records: StoredRecord[]): StoredRecord[] {
  return records.sort((one, other) => one.sequence - other.sequence)
}

function readFounding(database: DatabaseSync, fileId: number): Founding {
  // A reader meets the writer's lock only in the instant in which a crashed writer's log is taken over.
  database.exec('PRAGMA busy_timeout = 5000; PRAGMA cache_size = -16384')
  const version = pragma(database, 'user_version')
  if (pragma(database, 'application_id') !== fileId || version > migrations.length) {
    throw new EctError('ECT_LEDGER_FORMAT')
  }
  const rows = database.prepare('SELECT name, value FROM founding').all()
  const values = new Map(rows.map((row) => [row.name, row.value]))
  const [ids, maxLatenessSeconds] = [values.get('ids'), values.get('maxLatenessSeconds')]
  const logKey = values.get('logKey') ?? null
  const isSound =
    (ids === 'uuid' || ids === 'opaque') &&
    typeof maxLatenessSeconds === 'number' &&
    Number.isSafeInteger(maxLatenessSeconds) &&
    maxLatenessSeconds >= 0 &&
    (logKey === null || typeof logKey === 'string')
  if (!isSound) throw damaged('founding')
  return { ids, maxLatenessSeconds, logKey }
}
