import { StoredLedgerReader } from '@wimse-ect/ledger/durable'
import type { DatabaseReader } from './reader/database-reader.ts'

/**
 * Reads a ledger file, also while another process writes to it. Made by `openSqliteLedgerReader`.
 *
 * Its checkpoint is the latest one that the writer has kept, a moment behind the entries.
 */
export class SqliteLedgerReader extends StoredLedgerReader {
  readonly #reader: DatabaseReader

  constructor(reader: DatabaseReader) {
    super(reader)
    this.#reader = reader
  }

  /** Closes the file. */
  async close(): Promise<void> {
    this.#reader.close()
  }
}
