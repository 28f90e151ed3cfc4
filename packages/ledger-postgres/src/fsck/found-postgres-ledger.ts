import {
  type CheckedPage,
  checkEntry,
  type FoundEntry,
  type FoundEvidence,
  type Founding,
  type FoundLedger,
  type FoundTile,
  type KeptCheckpoint,
  numberIn,
  type Row,
  recordColumns,
  StoredTree,
  textIn,
  tryReadStoredEntry,
} from '@wimse-ect/ledger/durable'
import type { Queryable } from '../database.ts'
import { encodeEdge, readLogRow } from '../locked-log.ts'
import type { PostgresStore } from '../postgres-store.ts'
import { decodeId } from '../stored-id.ts'

const pageOfRows = 256

const pageSql = `SELECT ${recordColumns}, task_id, workflow_id, token_id,
    (SELECT name FROM ect_ledger.agent WHERE log = $1 AND id = entry.agent) AS agent
  FROM ect_ledger.entry WHERE log = $1 AND sequence > $2 ORDER BY sequence LIMIT ${pageOfRows}`

const earlierSql = `SELECT each.sequence, earlier.sequence AS earlier
  FROM unnest($2::bigint[], $3::bytea[], $4::bytea[]) AS each (sequence, task, workflow)
  CROSS JOIN LATERAL (
    SELECT sequence FROM ect_ledger.entry WHERE log = $1 AND task_id = each.task AND workflow_id = each.workflow
      AND sequence < each.sequence
    UNION ALL SELECT sequence FROM ect_ledger.entry WHERE log = $1 AND task_id = each.task AND workflow_id IS NULL
      AND sequence < each.sequence
    UNION ALL SELECT sequence FROM ect_ledger.entry WHERE log = $1 AND task_id = each.task AND workflow_id IS NOT NULL
      AND each.workflow IS NULL AND sequence < each.sequence
  ) AS earlier`

/** Rows that no ledger writes, and that whoever reads one in order passes over. */
const unreachableRows = [
  ['entry', `sequence < ${Number.MIN_SAFE_INTEGER}`],
  ['tile', 'level < 0 OR place < 0'],
  ['equivocation', 'sequence < 0 OR found < 1'],
] as const

/** A trigger before a row is written, or a rule, could keep evidence from being kept, and every row that is there would be sound. */
const interferenceSql = `SELECT relname AS name FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
  WHERE nspname = 'ect_ledger' AND (EXISTS (SELECT 1 FROM pg_trigger WHERE tgrelid = pg_class.oid AND tgtype & 2 <> 0)
    OR EXISTS (SELECT 1 FROM pg_rewrite WHERE ev_class = pg_class.oid) OR relrowsecurity)`

/** A log of a database as `fsck` reads it. */
export class FoundPostgresLedger implements FoundLedger {
  readonly founding: Founding
  readonly #store: PostgresStore
  readonly #database: Queryable

  /** @param database that shows one state, also to the store */
  constructor(store: PostgresStore, database: Queryable) {
    this.founding = store.founding
    this.#store = store
    this.#database = database
  }

  size(): Promise<number> {
    return this.#store.size()
  }

  tokens(from: number, to: number): Promise<readonly string[]> {
    return this.#store.tokens(from, to)
  }

  tile(level: number, index: number): Promise<Uint8Array | undefined> {
    return this.#store.tile(level, index)
  }

  checkpoint(): Promise<KeptCheckpoint | undefined> {
    return this.#store.checkpoint()
  }

  /** The row on which writers take turns has to say what the tables say. */
  async *structure(): AsyncGenerator<string> {
    const { edge, agents } = await readLogRow(this.#store.log.id, this.#database)
    const [entries] = await this.#rows(
      'SELECT coalesce(max(sequence) + 1, 0) AS size FROM ect_ledger.entry WHERE log = $1',
    )
    if (entries?.size !== edge.size) yield 'log: size'
    const [numbers] = await this.#rows(
      'SELECT count(*) AS count, coalesce(max(id) + 1, 0)::bigint AS next FROM ect_ledger.agent WHERE log = $1',
    )
    if (numbers?.count !== agents || numbers.next !== agents) yield 'log: agents'
    for (const row of await this.#database.rows(interferenceSql)) yield `trigger or rule: ${textIn(row, 'name')}`
    for (const [table, condition] of unreachableRows) {
      const sql = `SELECT 1 FROM ect_ledger.${table} WHERE log = $1 AND (${condition}) LIMIT 1`
      if ((await this.#rows(sql)).length > 0) yield `rows: ${table}`
    }
    const stored = await new StoredTree(this.#store).edge(edge.size)
    if (Buffer.compare(encodeEdge(stored), encodeEdge(edge)) !== 0) yield 'log: edge'
  }

  async *pages(): AsyncGenerator<CheckedPage> {
    let last = Number.MIN_SAFE_INTEGER
    for (;;) {
      const rows = await this.#rows(pageSql, last)
      yield await this.#page(rows)
      const { sequence } = rows.at(-1) ?? {}
      if (rows.length < pageOfRows || typeof sequence !== 'number') return
      last = sequence
    }
  }

  async *tiles(): AsyncGenerator<FoundTile> {
    const sql = `SELECT level, place, octet_length(hashes) AS length FROM ect_ledger.tile
      WHERE log = $1 AND (level, place) > ($2, $3) ORDER BY level, place LIMIT ${pageOfRows}`
    let [level, index] = [-(2 ** 31), Number.MIN_SAFE_INTEGER]
    for (;;) {
      const rows = await this.#rows(sql, level, index)
      for (const row of rows) {
        ;[level, index] = [numberIn(row, 'level'), numberIn(row, 'place')]
        yield { level, index, lengthBytes: numberIn(row, 'length') }
      }
      if (rows.length < pageOfRows) return
    }
  }

  async *evidence(): AsyncGenerator<FoundEvidence> {
    const sql = `SELECT sequence, refused, found_at FROM ect_ledger.equivocation WHERE log = $1 AND sequence > $2
      ORDER BY sequence LIMIT 1`
    let [row] = await this.#rows(sql, Number.MIN_SAFE_INTEGER)
    while (row !== undefined) {
      const sequence = numberIn(row, 'sequence')
      // Nothing else can be said of a time than that it is one.
      numberIn(row, 'found_at')
      yield { sequence, refused: textIn(row, 'refused') }
      ;[row] = await this.#rows(sql, sequence)
    }
  }

  async #page(rows: readonly Row[]): Promise<CheckedPage> {
    const entries = rows.map((row) => this.#foundIn(row))
    const parents = [...new Set(entries.flatMap(({ stored }) => stored?.parents ?? []))]
    const found = await this.#rows(
      'SELECT sequence, task_id FROM ect_ledger.entry WHERE log = $1 AND sequence = ANY ($2::bigint[])',
      parents,
    )
    const taskIds = new Map(found.map((row) => [row.sequence, decodeId(row.task_id, this.founding.ids)]))
    const columns = ['sequence', 'task_id', 'workflow_id'].map((column) => rows.map((row) => row[column]))
    const earlier = await this.#rows(earlierSql, ...columns)
    return {
      entries: entries.map((entry) => checkEntry(entry, this.founding.ids, (sequence) => taskIds.get(sequence))),
      earlierInScope: ({ sequence }) =>
        earlier.filter((row) => row.sequence === sequence).map((row) => numberIn(row, 'earlier')),
    }
  }

  #foundIn(row: Row): FoundEntry {
    const { sequence, agent } = row
    const { ids } = this.founding
    return {
      sequence: typeof sequence === 'number' ? sequence : undefined,
      stored: tryReadStoredEntry(row),
      indexes: {
        task_id: decodeId(row.task_id, ids),
        workflow_id: row.workflow_id === null ? null : decodeId(row.workflow_id, ids),
        token_id: decodeId(row.token_id, ids),
        agent: typeof agent === 'string' ? agent : undefined,
      },
    }
  }

  #rows(sql: string, ...values: unknown[]): Promise<readonly Row[]> {
    return this.#database.rows(sql, [this.#store.log.id, ...values])
  }
}
