import { EctError, type EctStore, type Task, type TaskRecord } from '@wimse-ect/claims'
import type { Equivocation, LedgerEntry } from '@wimse-ect/ledger'
import {
  bytesIn,
  damaged,
  type EntryFilter,
  type Founding,
  type KeptCheckpoint,
  type LedgerStore,
  makeEquivocation,
  numberIn,
  type RecordCache,
  type Row,
  readKid,
  recordColumns,
  recordIn,
  restoreTask,
  type StoredRecord,
  several,
  textIn,
} from '@wimse-ect/ledger/durable'
import { binaryArray } from './binary-array.ts'
import type { Queryable } from './database.ts'
import { isText } from './is-text.ts'
import type { Log } from './log.ts'
import { PrefetchedView } from './prefetched-view.ts'
import { encodeId, encodeIds } from './stored-id.ts'
import {
  encodeNames,
  fewRecords,
  namedFor,
  type Signer,
  signersQuery,
  type WantedRecords,
  wantedQuery,
} from './wanted-records.ts'

const pageOfRows = 256

// Of a known record nothing else is sent: a token is longer than all else.
const allColumns = recordColumns.replace(
  'token',
  'CASE WHEN sequence = ANY ($2::bigint[]) THEN NULL ELSE token END AS token',
)
// The order is that of the index which is to be used: an index that begins with the log alone looks as good to a
// planner that has not heard of the log yet.
const allStatement = [
  ['$3', 'task_id', 'workflow_id'],
  ['$4', 'token_id', 'agent'],
]
  .map(
    ([names, column, next]) => `SELECT found.* FROM unnest(${names}::bytea[]) AS wanted (name) CROSS JOIN LATERAL (
      SELECT ${allColumns}, row_number() OVER () AS place FROM (
        SELECT * FROM ect_ledger.entry WHERE log = $1 AND ${column} = wanted.name ORDER BY ${next} LIMIT ${fewRecords}
      ) AS each) AS found`,
  )
  .join(' UNION ALL ')

// Names as a subquery are hashed; a list would be compared with every row, one name after the other.
const sinceStatement = `SELECT ${recordColumns} FROM ect_ledger.entry WHERE log = $1 AND sequence >= $2
    AND (SELECT size FROM ect_ledger.log WHERE id = $1) - $2 <= $3
    AND (task_id IN (SELECT unnest($4::bytea[])) OR token_id IN (SELECT unnest($5::bytea[])))
  ORDER BY sequence`

/** One log in a database, as it is read. */
export class PostgresStore implements LedgerStore {
  readonly log: Log
  readonly #database: Queryable
  readonly #cache: RecordCache

  /** @param cache may be shared with another store of the same log: what is committed never changes */
  constructor(log: Log, database: Queryable, cache: RecordCache) {
    this.log = log
    this.#database = database
    this.#cache = cache
  }

  get founding(): Founding {
    return this.log.founding
  }

  async size(): Promise<number> {
    const [row] = await this.#rows('SELECT size FROM ect_ledger.log WHERE id = $1')
    if (row === undefined) throw new EctError('ECT_LEDGER_UNAVAILABLE', { path: 'log' })
    return numberIn(row, 'size')
  }

  async recordAt(sequence: number): Promise<StoredRecord | undefined> {
    const [record] = await this.#records('sequence = $2', sequence)
    return record
  }

  recordsOfTask(taskId: string): Promise<readonly StoredRecord[]> {
    return this.#records('task_id = $2', this.#id(taskId))
  }

  recordsInWorkflow(taskId: string, workflowId: string | undefined): Promise<readonly StoredRecord[]> {
    const task = this.#id(taskId)
    return workflowId === undefined
      ? this.#records('task_id = $2 AND workflow_id IS NULL', task)
      : this.#records('task_id = $2 AND workflow_id = $3', task, this.#id(workflowId))
  }

  async recordOfToken(issuer: string, tokenId: string): Promise<StoredRecord | undefined> {
    if (!isText(issuer)) return undefined
    const agent = '(SELECT id FROM ect_ledger.agent WHERE log = $1 AND name = $3)'
    const [record] = await this.#records(`token_id = $2 AND agent = ${agent}`, this.#id(tokenId), issuer)
    return record
  }

  async *entries(from: number, filter: EntryFilter = { by: 'sequence' }): AsyncGenerator<LedgerEntry> {
    if (filter.by === 'agent' && !isText(filter.agent)) return
    const [condition, ...values] = this.#condition(filter)
    const sql = `SELECT ${recordColumns} FROM ect_ledger.entry
      WHERE log = $1 AND sequence >= $2 ${condition} ORDER BY sequence LIMIT ${pageOfRows}`
    let next = from
    for (;;) {
      const rows = await this.#rows(sql, next, ...values)
      for (const row of rows) {
        const { entry } = this.#record(row)
        next = entry.sequence + 1
        yield entry
      }
      if (rows.length < pageOfRows) return
    }
  }

  async *records(from: number): AsyncGenerator<TaskRecord> {
    const sql = `SELECT sequence, token FROM ect_ledger.entry
      WHERE log = $1 AND sequence >= $2 ORDER BY sequence LIMIT ${pageOfRows}`
    let next = from
    for (;;) {
      const rows = await this.#rows(sql, next)
      for (const row of rows) {
        const record = restoreTask(row, this.founding.ids)
        next = record.sequence + 1
        yield record
      }
      if (rows.length < pageOfRows) return
    }
  }

  async storeFor(task: Task): Promise<EctStore> {
    const view = new PrefetchedView(this.founding.ids)
    const tasks = [...new Set([task.taskId, ...task.parents])]
    const workflows = task.workflowId === undefined ? [undefined] : [task.workflowId, undefined]
    // Of a task id with many records, those that the task's own workflow can mean, and enough others to see that there
    // are many.
    const scopes = tasks.flatMap((taskId) => workflows.map((workflowId) => ({ taskId, workflowId })))
    const wanted = { tasks, scopes, several: tasks.map((taskId) => namedFor(taskId, task)) }
    view.add(wanted, await this.wantedRecords(wanted))
    return view
  }

  async tokens(from: number, to: number): Promise<readonly string[]> {
    const sql = `SELECT token FROM ect_ledger.entry
      WHERE log = $1 AND sequence >= $2 AND sequence < $3 ORDER BY sequence`
    return (await this.#rows(sql, from, to)).map((row) => textIn(row, 'token'))
  }

  async tile(level: number, index: number): Promise<Uint8Array | undefined> {
    const sql = 'SELECT hashes FROM ect_ledger.tile WHERE log = $1 AND level = $2 AND place = $3'
    const [row] = await this.#rows(sql, level, index)
    return row && bytesIn(row, 'hashes')
  }

  async checkpoint(): Promise<KeptCheckpoint | undefined> {
    const [row] = await this.#rows('SELECT size, note FROM ect_ledger.checkpoint WHERE log = $1')
    return row && { size: numberIn(row, 'size'), note: textIn(row, 'note') }
  }

  /** Keeps a checkpoint, unless a later one is kept already. */
  async keepCheckpoint({ size, note }: KeptCheckpoint): Promise<void> {
    const sql = `INSERT INTO ect_ledger.checkpoint AS kept VALUES ($1, $2, $3)
      ON CONFLICT (log) DO UPDATE SET size = excluded.size, note = excluded.note WHERE kept.size < excluded.size`
    await this.#rows(sql, size, note)
  }

  async *equivocations(): AsyncGenerator<Equivocation> {
    const sql = `SELECT * FROM ect_ledger.equivocation WHERE log = $1 AND found > $2 ORDER BY found LIMIT 1`
    let [row] = await this.#rows(sql, 0)
    while (row !== undefined) {
      yield await this.#equivocation(row)
      ;[row] = await this.#rows(sql, numberIn(row, 'found'))
    }
  }

  /**
   * All records with these task ids and `jti`, whoever used those; `undefined` when there are many of one name, and
   * somebody has to say which of them count. To be called where no table is read whole, see `GroundReader`.
   *
   * @param known records of the log that need not be read again
   */
  async allRecords(
    { tasks, tokens }: Required<Pick<WantedRecords, 'tasks' | 'tokens'>>,
    known: readonly StoredRecord[],
  ): Promise<readonly StoredRecord[] | undefined> {
    const { ids } = this.founding
    const values = [
      this.log.id,
      binaryArray.int8(known.map(({ sequence }) => sequence)),
      encodeIds(tasks, ids),
      encodeIds(
        tokens.map(({ tokenId }) => tokenId),
        ids,
      ),
    ]
    const rows = await this.#database.rows(allStatement, values)
    if (rows.some((row) => row.place === fewRecords)) return undefined
    const bySequence = new Map<unknown, StoredRecord>(known.map((record) => [record.sequence, record]))
    return rows.map((row) => bySequence.get(row.sequence) ?? this.#record(row))
  }

  /** Records by any of several names, in one query. Some may come more than once. */
  async wantedRecords(wanted: WantedRecords): Promise<readonly StoredRecord[]> {
    const query = wantedQuery(wanted, recordColumns, this.log.id, this.founding.ids)
    const rows = query === undefined ? [] : await this.#database.rows(query.text, query.values)
    const ofSigners = await this.#firstOfSigners(wanted.signers ?? [])
    return [...rows.map((row) => this.#record(row)), ...ofSigners]
  }

  async #firstOfSigners(signers: readonly Signer[]): Promise<readonly StoredRecord[]> {
    if (signers.length === 0) return []
    const { text, values } = signersQuery(signers, this.log.id, this.founding.ids)
    const rows = await this.#database.rows(text, values)
    // Two of each: one may be a task that is named by its jti, of which an issuer has only one.
    const firsts = signers.map((): number[] => [])
    for (const row of rows) {
      const at = numberIn(row, 'number') - 1
      const found = firsts[at]
      if (found === undefined || found.length === several) continue
      if (readKid(textIn(row, 'header')) === signers[at]?.kid) found.push(numberIn(row, 'sequence'))
    }
    const sequences = firsts.flat()
    return sequences.length === 0 ? [] : this.#records('sequence = ANY ($2::bigint[])', binaryArray.int8(sequences))
  }

  /**
   * Of the entries from one on, those that are wanted by task or token; each is looked at, so none are given when there
   * are more than `most`.
   */
  async recordsSince(from: number, most: number, wanted: WantedRecords): Promise<readonly StoredRecord[]> {
    const names = encodeNames(wanted, this.founding.ids)
    const rows = await this.#database.rows(sinceStatement, [this.log.id, from, most, names.tasks, names.tokens])
    return rows.map((row) => this.#record(row))
  }

  /** The record that a row with {@link recordColumns} stands for. */
  #record(row: Row): StoredRecord {
    return recordIn(row, this.founding.ids, this.#cache)
  }

  async #equivocation(row: Row): Promise<Equivocation> {
    const record = await this.recordAt(numberIn(row, 'sequence'))
    if (record === undefined) throw damaged('equivocation')
    return makeEquivocation(record, textIn(row, 'refused'), numberIn(row, 'found_at'))
  }

  #condition(filter: EntryFilter): readonly [condition: string, ...values: unknown[]] {
    if (filter.by === 'sequence') return ['']
    return filter.by === 'agent'
      ? ['AND sequence >= 0 AND agent = (SELECT id FROM ect_ledger.agent WHERE log = $1 AND name = $3)', filter.agent]
      : ['AND workflow_id = $3', this.#id(filter.workflowId)]
  }

  async #records(condition: string, ...values: unknown[]): Promise<readonly StoredRecord[]> {
    const sql = `SELECT ${recordColumns} FROM ect_ledger.entry WHERE log = $1 AND ${condition} ORDER BY sequence`
    return (await this.#rows(sql, ...values)).map((row) => this.#record(row))
  }

  #rows(sql: string, ...values: unknown[]): Promise<readonly Row[]> {
    return this.#database.rows(sql, [this.log.id, ...values])
  }

  #id(identifier: string): Buffer {
    return encodeId(identifier, this.founding.ids)
  }
}
