import { checkLedger, type FsckOptions, type LedgerIssue } from '@wimse-ect/ledger/durable'
import { DatabaseReader } from '../reader/database-reader.ts'
import { FoundSqliteLedger } from './found-sqlite-ledger.ts'

/**
 * Checks a ledger file from end to end [LEDGER-TAMPER] and yields everything that is wrong with it: SQLite's own
 * structure, the density of the sequence, each token against its index columns, its parents and its uniqueness, the
 * whole Merkle tree, the checkpoint and the evidence. Signatures of tokens are for a verifier to check.
 *
 * It reads one state of the file, also while another process writes to it, and holds a few hundred rows at a time.
 * SQLite checks its structure in one go, so a large ledger is best checked in a process of its own.
 *
 * @throws EctError `ECT_LEDGER_UNAVAILABLE`, `ECT_LEDGER_FORMAT`, `ECT_LEDGER_DAMAGED` when the file cannot be read at
 * all
 */
export async function* fsckSqliteLedger(file: string, options: FsckOptions = {}): AsyncGenerator<LedgerIssue> {
  const reader = new DatabaseReader(file)
  try {
    reader.holdSnapshot()
    yield* checkLedger(new FoundSqliteLedger(reader), options)
  } finally {
    reader.close()
  }
}
