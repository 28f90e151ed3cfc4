import { setImmediate } from 'node:timers/promises'
import {
  type FoundEntry,
  type FoundEvidence,
  type Founding,
  type FoundLedger,
  type FoundPage,
  type FoundTile,
  type KeptCheckpoint,
  numberIn,
  type Row,
  recordColumns,
  textIn,
  tryReadStoredEntry,
} from '@wimse-ect/ledger/durable'
import type { DatabaseReader } from '../reader/database-reader.ts'
import { decodeId } from '../reader/stored-id.ts'
import { placeOfTileRow } from '../tile-rows.ts'
import { FoundIndexes } from './found-indexes.ts'
import { isSchemaOfLedger, schemaQuery } from './is-schema-of-ledger.ts'
import { PassedTasks } from './passed-tasks.ts'

const pageOfRows = 256
const columns = `${recordColumns}, task_id, workflow_id, token_id,
  (SELECT name FROM agent WHERE id = agent) AS agent`

/** A row with {@link columns}. */
function rowOf(values: readonly unknown[]) {
  const [sequence, token, verified_at, stored_at, parents, task_id, workflow_id, token_id, agent] = values
  return { sequence, token, verified_at, stored_at, parents, task_id, workflow_id, token_id, agent }
}

/** Rows that no ledger writes, and that whoever reads one in order passes over. */
const unreachableRows = [
  `entry WHERE sequence < ${Number.MIN_SAFE_INTEGER}`,
  'tile WHERE id < 0',
  'equivocation WHERE found < 1',
]

/** A ledger file as `fsck` reads it. */
export class FoundSqliteLedger implements FoundLedger {
  readonly founding: Founding
  readonly #reader: DatabaseReader
  readonly #indexes: FoundIndexes

  /** @param reader that holds a snapshot */
  constructor(reader: DatabaseReader) {
    this.founding = reader.founding
    this.#reader = reader
    this.#indexes = new FoundIndexes(reader)
  }

  size(): number {
    return this.#reader.size()
  }

  tokens(from: number, to: number): readonly string[] {
    return this.#reader.tokens(from, to)
  }

  tile(level: number, index: number): Uint8Array | undefined {
    return this.#reader.tile(level, index)
  }

  checkpoint(): KeptCheckpoint | undefined {
    return this.#reader.checkpoint()
  }

  *structure(): Generator<string> {
    for (const row of this.#reader.rows('PRAGMA integrity_check(100)')) {
      const said = textIn(row, 'integrity_check')
      if (said !== 'ok') yield said
    }
    if (!isSchemaOfLedger(this.#reader.rows(schemaQuery))) yield 'schema'
    for (const rows of unreachableRows) {
      if (this.#reader.rows(`SELECT 1 FROM ${rows} LIMIT 1`).length > 0) yield `rows: ${rows}`
    }
    yield* this.#indexes.structure()
  }

  async *pages(): AsyncGenerator<FoundPage> {
    const sql = `SELECT ${columns} FROM entry WHERE sequence > ? ORDER BY sequence LIMIT ${pageOfRows}`
    const passed = new PassedTasks(this.#reader.keys)
    let last = Number.MIN_SAFE_INTEGER
    for (;;) {
      const rows = this.#reader.tuples(sql, last).map(rowOf)
      const lastSequence = rows.at(-1)?.sequence
      if (typeof lastSequence === 'number') last = lastSequence
      yield {
        entries: rows.map((row) => this.#foundIn(row, passed)),
        taskIdAt: (sequence) => (passed.has(sequence) ? passed.taskIdAt(sequence) : this.#taskIdAt(sequence)),
        earlierInScope: (entry) => (passed.isFirst(entry) ? [] : this.#indexes.earlierInScope(entry)),
      }
      if (rows.length < pageOfRows) return
      // Reading is synchronous: whatever else the process does gets its turn here.
      await setImmediate()
    }
  }

  *tiles(): Generator<FoundTile> {
    const sql = 'SELECT id, length(hashes) AS length FROM tile WHERE id > ? ORDER BY id LIMIT 1'
    for (
      let [row] = this.#reader.rows(sql, -1);
      row !== undefined;
      [row] = this.#reader.rows(sql, numberIn(row, 'id'))
    ) {
      yield { ...placeOfTileRow(numberIn(row, 'id')), lengthBytes: numberIn(row, 'length') }
    }
  }

  *evidence(): Generator<FoundEvidence> {
    const sql = 'SELECT found, sequence, refused, found_at FROM equivocation WHERE found > ? ORDER BY found LIMIT 1'
    for (
      let [row] = this.#reader.rows(sql, 0);
      row !== undefined;
      [row] = this.#reader.rows(sql, numberIn(row, 'found'))
    ) {
      // Nothing else can be said of a time than that it is one.
      numberIn(row, 'found_at')
      yield { sequence: numberIn(row, 'sequence'), refused: textIn(row, 'refused') }
    }
  }

  #foundIn(row: Row, passed: PassedTasks): FoundEntry {
    const { ids } = this.founding
    const sequence = typeof row.sequence === 'number' ? row.sequence : undefined
    const agent = typeof row.agent === 'string' ? row.agent : undefined
    const [taskId, tokenId] = [decodeId(row.task_id, ids), decodeId(row.token_id, ids)]
    const workflowId = row.workflow_id === null ? null : decodeId(row.workflow_id, ids)
    const found = this.#indexes.lookUp({ sequence, taskId, workflowId, agent, tokenId })
    const entry = {
      sequence,
      stored: tryReadStoredEntry(row),
      indexes: {
        task_id: found.task ? taskId : undefined,
        workflow_id: found.workflow ? workflowId : undefined,
        token_id: found.token ? tokenId : undefined,
        agent,
      },
    }
    passed.add(entry, taskId)
    return entry
  }

  #taskIdAt(sequence: number): string | undefined {
    const [row] = this.#reader.rows('SELECT task_id FROM entry WHERE sequence = ?', sequence)
    return decodeId(row?.task_id, this.founding.ids)
  }
}
