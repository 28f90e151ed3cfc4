import { RecordCache, StoredLedgerReader } from '@wimse-ect/ledger/durable'
import type { Database } from './database.ts'
import { type LeaderOptions, whileLeader } from './leader.ts'
import type { Log } from './log.ts'
import { PostgresStore } from './postgres-store.ts'

/**
 * Reads a log while others write to it. Made by `openPostgresLedgerReader`.
 *
 * Its checkpoint is the latest one that a writer has kept, a moment behind the entries.
 */
export class PostgresLedgerReader extends StoredLedgerReader {
  readonly #database: Database
  readonly #log: Log

  constructor(database: Database, log: Log) {
    super(new PostgresStore(log, database, new RecordCache()))
    this.#database = database
    this.#log = log
  }

  /** See {@link whileLeader}. */
  whileLeader(work: (signal: AbortSignal) => Promise<void>, options?: LeaderOptions): Promise<void> {
    return whileLeader(this.#database, this.#log.id, work, options)
  }

  /** Closes the connections. */
  async close(): Promise<void> {
    await this.#database.close()
  }
}
