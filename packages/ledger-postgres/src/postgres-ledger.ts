import { StoredLedger, type StoredLedgerParts } from '@wimse-ect/ledger/durable'
import type { Lead, LeaderOptions } from './leader.ts'

/** What an open log holds. */
export interface PostgresLedgerParts extends StoredLedgerParts {
  readonly lead: Lead
}

/**
 * A log in PostgreSQL, to which any number of processes append at the same time. Made by `createPostgresLedger` and
 * `openPostgresLedger`.
 */
export class PostgresLedger extends StoredLedger {
  readonly #lead: Lead

  constructor(parts: PostgresLedgerParts) {
    super(parts)
    this.#lead = parts.lead
  }

  /** Does some work on one process at a time, see {@link Lead}. */
  whileLeader(work: (signal: AbortSignal) => Promise<void>, options?: LeaderOptions): Promise<void> {
    return this.#lead(work, options)
  }
}
