import { StoredLedger, type StoredLedgerParts } from '@wimse-ect/ledger/durable'
import type { Database } from './database.ts'
import { type LeaderOptions, whileLeader } from './leader.ts'
import type { PostgresStore } from './postgres-store.ts'

/** What an open log holds. */
export interface PostgresLedgerParts extends StoredLedgerParts {
  readonly store: PostgresStore
  readonly database: Database
}

/**
 * A log in PostgreSQL, to which any number of processes append at the same time. Made by `createPostgresLedger` and
 * `openPostgresLedger`.
 */
export class PostgresLedger extends StoredLedger {
  readonly #parts: PostgresLedgerParts

  constructor(parts: PostgresLedgerParts) {
    super(parts)
    this.#parts = parts
  }

  /** See {@link whileLeader}. */
  whileLeader(work: (signal: AbortSignal) => Promise<void>, options?: LeaderOptions): Promise<void> {
    const { database, store } = this.#parts
    return whileLeader(database, store.log.id, work, options)
  }
}
