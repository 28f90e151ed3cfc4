import { type LedgerStore, StoredLedgerReader } from '@wimse-ect/ledger/durable'
import type { Lead, LeaderOptions } from './leader.ts'

/** What a log that is read holds. */
export interface PostgresLedgerReaderParts {
  readonly store: LedgerStore
  readonly lead: Lead
  readonly close: () => Promise<void>
}

/**
 * Reads a log while others write to it. Made by `openPostgresLedgerReader`.
 *
 * Its checkpoint is the latest one that a writer has kept, a moment behind the entries.
 */
export class PostgresLedgerReader extends StoredLedgerReader {
  readonly #parts: PostgresLedgerReaderParts

  constructor(parts: PostgresLedgerReaderParts) {
    super(parts.store)
    this.#parts = parts
  }

  /** Does some work on one process at a time, see {@link Lead}. */
  whileLeader(work: (signal: AbortSignal) => Promise<void>, options?: LeaderOptions): Promise<void> {
    return this.#parts.lead(work, options)
  }

  /** Closes the connections. */
  async close(): Promise<void> {
    await this.#parts.close()
  }
}
