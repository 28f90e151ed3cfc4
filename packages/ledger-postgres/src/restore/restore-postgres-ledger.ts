import { type ImportedLedger, type ImportOptions, importLedger } from '@wimse-ect/ledger'
import type { PostgresConnection } from '../connection.ts'
import { PostgresRestorer } from './postgres-restorer.ts'

/** How a log is restored. */
export type PostgresImportOptions = ImportOptions & {
  /** Name of the log. Default: the name of its key; a log without one needs it. */
  readonly name?: string | undefined
}

/**
 * Builds a log from an archive that `exportLedger` wrote; `importLedger` says what is checked. All of it is one
 * transaction: when it has resolved, the log is there with the same root, and `openPostgresLedger` goes on where the
 * exported one ended. Before that there is none, whatever ends the process.
 *
 * Of two copies that both go on, each signs its own history with one key. Witnesses, and whoever compares checkpoints,
 * find that; close the old ledger for good before the new one is opened.
 *
 * @param connection URL, or options; the tables are made when they are not there
 * @param archive the bytes of the archive, such as a stream gives them
 * @throws EctError as `importLedger`, and `ECT_LEDGER_EXISTS`, `ECT_LEDGER_LOCKED` when another process makes a log of
 * this name, `ECT_LEDGER_DISK_FULL`, `ECT_LEDGER_READ_ONLY`, `ECT_LEDGER_UNAVAILABLE`
 * @throws TypeError when no key is named, or a log without a key has no name
 */
export async function restorePostgresLedger(
  connection: PostgresConnection,
  archive: AsyncIterable<Uint8Array>,
  options: PostgresImportOptions,
): Promise<ImportedLedger> {
  return importLedger(archive, new PostgresRestorer(connection, options.name), options)
}
