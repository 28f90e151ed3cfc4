import type { FsckOptions, LedgerIssue } from '@wimse-ect/ledger/durable'
import { checkFile } from './check-file.ts'

/** What a ledger file is checked against, and by how many threads. */
export interface SqliteFsckOptions extends FsckOptions {
  /**
   * Threads that read and check entries, of some 110 MiB each, while the calling thread joins what they found. A small
   * ledger is checked without. Default 0: the calling thread does everything, a page of a thousand entries at a time.
   */
  readonly threads?: number | undefined
}

/**
 * Checks a ledger file from end to end [LEDGER-TAMPER] and yields everything that is wrong with it: SQLite's own
 * structure, the density of the sequence, each token against its index columns, its parents and its uniqueness, the
 * whole Merkle tree, the checkpoint and the evidence. Signatures of tokens are for a verifier to check. What it finds
 * does not depend on the number of threads.
 *
 * It reads one state of the file, also while another process writes to it, and holds some thousand rows at a time.
 * SQLite checks its structure in one go, so a large ledger is best checked with threads, or in a process of its own.
 *
 * @throws EctError `ECT_LEDGER_UNAVAILABLE`, `ECT_LEDGER_FORMAT`, `ECT_LEDGER_DAMAGED` when the file cannot be read at
 * all
 * @throws TypeError when `threads` is no whole number
 */
export async function* fsckSqliteLedger(file: string, options: SqliteFsckOptions = {}): AsyncGenerator<LedgerIssue> {
  yield* checkFile(file, options)
}
