import { accessSync, constants, existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import type { EctStore, Task, TaskRecord } from '@wimse-ect/claims'
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
  restoreTask,
  type StoredRecord,
  textIn,
} from '@wimse-ect/ledger/durable'
import { CommittedView } from '../committed-view.ts'
import { IndexKeys } from '../index-keys.ts'
import { onDatabase } from '../sqlite-errors.ts'
import { tileRowId } from '../tile-rows.ts'
import type { CheckpointRow } from '../writer/rows.ts'
import { applicationId } from '../writer/schema.ts'
import { Namesakes } from './namesakes.ts'
import { readFounding } from './read-founding.ts'
import { type EntryRange, RecentEntries } from './recent-entries.ts'

const pageOfRows = 128
const maxAgents = 10_000

const sequencesOf = {
  task: 'SELECT sequence FROM task WHERE task = ?',
  places: 'SELECT sequence, workflow FROM task WHERE task = ? AND sequence < ? LIMIT ?',
  scope: 'SELECT sequence FROM task WHERE task = ? AND workflow = ?',
  token: 'SELECT sequence FROM token WHERE token = ?',
  workflow: `SELECT sequence FROM workflow WHERE workflow = ? AND sequence >= ? ORDER BY sequence LIMIT ${pageOfRows}`,
}

const maxSequence = Number.MAX_SAFE_INTEGER

/** An entry as the index by task knows it. */
export interface Place {
  readonly sequence: number
  /** Key of its workflow. */
  readonly workflow: number
}

/**
 * The connection that reads a ledger file, synchronous: a look-up takes microseconds. It never waits for the writer and
 * never makes it wait. Every answer comes from what is committed.
 */
export class DatabaseReader implements LedgerStore {
  readonly founding: Founding
  readonly keys: IndexKeys = new IndexKeys()
  /** Searches for what is asked about task ids that very many tasks have. */
  readonly namesakes: Namesakes = new Namesakes(this)
  readonly #database: DatabaseSync
  readonly #cache = new RecordCache()
  readonly #recent = new RecentEntries()
  /** Never changes once it is committed. */
  readonly #agents = new Map<string, number>()
  readonly #statements = new Map<string, StatementSync>()
  /** Those that give tuples. */
  readonly #tupleStatements = new Map<string, StatementSync>()

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
    const task = this.keys.task(taskId)
    const recent = this.#recentEntries().withKey('task', task)
    return this.#records(recent, this.#settled(sequencesOf.task, task), (record) => record.task.taskId === taskId)
  }

  /**
   * Where at most so many of the records of a task are, whichever; in order of sequence. No record is read for it, and
   * many others cost nothing.
   */
  placesOfTask(taskId: string, limit: number): readonly Place[] {
    const task = this.keys.task(taskId)
    const recent = this.#recentEntries()
    const unsettled = recent.withKey('task', task, { most: limit })
    const settled = this.#all(sequencesOf.places, task, recent.first ?? maxSequence, limit - unsettled.length)
    return [
      ...settled.map((row) => ({ sequence: numberIn(row, 'sequence'), workflow: Number(row.workflow) })),
      ...unsettled.map((sequence) => ({ sequence, workflow: recent.keysOf(sequence)?.workflow ?? 0 })),
    ].sort((one, other) => one.sequence - other.sequence)
  }

  /**
   * The entries with the key of a task that are not settled, and the sequence of the first entry of all that is not:
   * those before it are found in the tables.
   */
  unsettled(task: number, range: EntryRange): { readonly sequences: readonly number[]; readonly first: number } {
    const recent = this.#recentEntries()
    return { sequences: recent.withKey('task', task, range), first: recent.first ?? maxSequence }
  }

  recordsInWorkflow(taskId: string, workflowId: string | undefined): StoredRecord[] {
    const [task, workflow] = [this.keys.task(taskId), this.keys.workflow(workflowId)]
    const recent = this.#recentEntries().inScope(task, workflow)
    return this.#records(
      recent,
      this.#settled(sequencesOf.scope, task, workflow),
      (record) => record.task.taskId === taskId && record.task.workflowId === workflowId,
    )
  }

  recordOfToken(issuer: string, tokenId: string): StoredRecord | undefined {
    const token = this.keys.token(issuer, tokenId)
    const recent = this.#recentEntries().withKey('token', token)
    const isToken = ({ task }: StoredRecord): boolean => task.agent === issuer && task.tokenId === tokenId
    return this.#records(recent, this.#settled(sequencesOf.token, token), isToken, 1)[0]
  }

  /** The record of a task in its scope, as another names it, if it is in memory; a scope has no second one. */
  knownRecord(taskId: string, workflowId: string | undefined, asking: Task): StoredRecord | undefined {
    return this.#cache.getInScope(taskId, workflowId, asking)
  }

  /** Entries in order of sequence. Rows are read page by page, so that no snapshot stands in the writer's way. */
  *entries(from: number, filter: EntryFilter = { by: 'sequence' }): Generator<LedgerEntry> {
    if (filter.by === 'workflow') yield* this.#entriesOfWorkflow(filter.workflowId, from)
    else if (filter.by === 'sequence') yield* this.#entriesWhere('1', 1, from)
    else {
      const agent = this.#agentId(filter.agent)
      // An agent without a number has no entries.
      if (agent !== undefined) yield* this.#entriesWhere('agent', agent, from)
    }
  }

  *records(from: number): Generator<TaskRecord> {
    const sql = `SELECT sequence, token FROM entry WHERE sequence >= ? ORDER BY sequence LIMIT ${pageOfRows}`
    for (let next = from; ; ) {
      const rows = this.tuples(sql, next)
      for (const [sequence, token] of rows) {
        const record = restoreTask({ sequence, token }, this.founding.ids)
        next = record.sequence + 1
        yield record
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

  /** Runs a query of the caller's, for checking the file and for rare searches. */
  rows(sql: string, ...values: SQLInputValue[]): readonly Row[] {
    return this.#all(sql, ...values)
  }

  /**
   * The same with a list of values for each row, in the order of the columns. An object that `node:sqlite` makes is a
   * dictionary without a shape: to make it and to read its members was a quarter of the time of `fsck`.
   */
  tuples(sql: string, ...values: SQLInputValue[]): readonly (readonly unknown[])[] {
    return onDatabase(() => {
      const statement = this.#statement(sql, this.#tupleStatements)
      // Not there before Node 22.16.
      if (!('setReturnArrays' in statement)) return this.#all(sql, ...values).map((row) => Object.values(row))
      statement.setReturnArrays(true)
      const rows: unknown = statement.all(...values)
      return rows as readonly (readonly unknown[])[]
    })
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

  *#entriesWhere(column: string, value: number, from: number): Generator<LedgerEntry> {
    const sql = `SELECT ${recordColumns} FROM entry
      WHERE ${column} = ? AND sequence >= ? ORDER BY sequence LIMIT ${pageOfRows}`
    for (let next = from; ; ) {
      const rows = this.#all(sql, value, next)
      for (const row of rows) {
        const { entry } = this.#record(row)
        next = entry.sequence + 1
        yield entry
      }
      if (rows.length < pageOfRows) return
    }
  }

  *#entriesOfWorkflow(workflowId: string, from: number): Generator<LedgerEntry> {
    const key = this.keys.workflow(workflowId)
    for (let next = from; ; ) {
      const recent = this.#recentEntries()
        .withKey('workflow', key)
        .filter((sequence) => sequence >= next)
      const settled = this.#all(sequencesOf.workflow, key, next).map((row) => numberIn(row, 'sequence'))
      const page = inOrder([...settled, ...recent]).slice(0, pageOfRows)
      for (const sequence of page) {
        const record = this.recordAt(sequence)
        next = sequence + 1
        if (record?.task.workflowId === workflowId) yield record.entry
      }
      if (page.length < pageOfRows) return
    }
  }

  /** The entries that are not settled, as they are now. It has to be asked before the tables, into which they move. */
  #recentEntries(): RecentEntries {
    const ends = 'SELECT (SELECT min(first) FROM recent) AS first, (SELECT max(first) FROM recent) AS last'
    const { first, last } = this.#get(ends) ?? {}
    const recent = this.#recent
    if (typeof first !== 'number' || typeof last !== 'number') recent.forgetBefore(Number.POSITIVE_INFINITY)
    else {
      recent.forgetBefore(first)
      const end = Math.max(recent.end, first)
      const sql = 'SELECT first, keys FROM recent WHERE first >= ? ORDER BY first'
      if (last >= end) for (const row of this.#all(sql, end)) recent.add(row)
    }
    return recent
  }

  /** The settled entries that a query names. */
  *#settled(sql: string, ...values: SQLInputValue[]): Generator<number> {
    for (const row of this.#statement(sql).iterate(...values)) yield numberIn(row, 'sequence')
  }

  /**
   * At most so many of the records with some sequences, in order. Keys are hashes: of the records that they name, those
   * count that are meant.
   */
  #records(
    recent: Iterable<number>,
    settled: Iterable<number>,
    isMeant: (record: StoredRecord) => boolean,
    limit: number = Number.POSITIVE_INFINITY,
  ): StoredRecord[] {
    const found = new Map<number, StoredRecord>()
    onDatabase(() => {
      for (const sequences of [recent, settled]) {
        for (const sequence of sequences) {
          if (found.size >= limit) break
          const record = this.recordAt(sequence)
          if (record !== undefined && isMeant(record)) found.set(sequence, record)
        }
      }
    })
    return [...found.values()].sort((one, other) => one.sequence - other.sequence)
  }

  #equivocation(row: Row): Equivocation {
    const record = this.recordAt(numberIn(row, 'sequence'))
    if (record === undefined) throw damaged('equivocation')
    return makeEquivocation(record, textIn(row, 'refused'), numberIn(row, 'found_at'))
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

  #statement(sql: string, prepared: Map<string, StatementSync> = this.#statements): StatementSync {
    const known = prepared.get(sql)
    if (known !== undefined) return known
    const statement = this.#database.prepare(sql)
    prepared.set(sql, statement)
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

/** Each once. */
function inOrder(sequences: readonly number[]): number[] {
  return [...new Set(sequences)].sort((one, other) => one - other)
}
