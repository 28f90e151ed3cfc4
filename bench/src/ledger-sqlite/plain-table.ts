import { DatabaseSync, type StatementSync } from 'node:sqlite'
import type { VerifiedEct } from '@wimse-ect/claims'

/**
 * The table that somebody would make who wants to find the same entries by the same things: SQLite's own unique indexes
 * for the task in its workflow and for the `jti` of an issuer, and indexes for workflow, agent and time. Identifiers
 * take 16 bytes here too.
 */
const indexed = `CREATE TABLE entry (
    sequence INTEGER PRIMARY KEY,
    token TEXT NOT NULL,
    verified_at INTEGER NOT NULL,
    stored_at INTEGER NOT NULL,
    parents TEXT,
    task_id BLOB NOT NULL,
    workflow_id BLOB,
    token_id BLOB NOT NULL,
    agent INTEGER NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX entry_by_task ON entry (task_id, workflow_id);
  CREATE UNIQUE INDEX entry_by_token ON entry (token_id, agent);
  CREATE INDEX entry_by_workflow ON entry (workflow_id) WHERE workflow_id IS NOT NULL;
  CREATE INDEX entry_by_agent ON entry (agent);
  CREATE INDEX entry_by_time ON entry (stored_at)`

/** Page size, sync level, cache and log size of the ledger. */
const settings = `PRAGMA page_size = 4096; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
  PRAGMA cache_size = -16384; PRAGMA wal_autocheckpoint = 16384`

type Row = readonly [number, string, number, number, string | null, Uint8Array, Uint8Array | null, Uint8Array, number]

/** Plain inserts with `node:sqlite`: no judging, no hashing, no second thread. */
export class PlainTable {
  readonly #database: DatabaseSync
  readonly #insert: StatementSync
  #size = 0

  constructor(file: string) {
    this.#database = new DatabaseSync(file)
    this.#database.exec(`${settings}; ${indexed}`)
    this.#insert = this.#database.prepare('INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
  }

  /** The rows for some tokens; made beforehand, so that only inserting is timed. */
  rows(tokens: readonly VerifiedEct[]): readonly Row[] {
    return tokens.map(({ compact, task, verifiedAt }, at) => {
      const sequence = this.#size + at
      const parents = task.parents.length === 0 ? null : `[${Math.max(0, sequence - 100)}]`
      const workflow = task.workflowId === undefined ? null : bytesOf(task.workflowId)
      const agent = Number(task.agent.slice(task.agent.lastIndexOf('-') + 1))
      const storedAt = verifiedAt + Math.floor(sequence / 10_000)
      return [
        sequence,
        compact,
        verifiedAt,
        storedAt,
        parents,
        bytesOf(task.taskId),
        workflow,
        bytesOf(task.tokenId),
        agent,
      ]
    })
  }

  /** One transaction, durable when it returns. */
  insert(rows: readonly Row[]): void {
    this.#database.exec('BEGIN IMMEDIATE')
    for (const row of rows) this.#insert.run(...row)
    this.#database.exec('COMMIT')
    this.#size += rows.length
  }

  close(): void {
    this.#database.close()
  }
}

function bytesOf(uuid: string): Uint8Array {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex')
}
