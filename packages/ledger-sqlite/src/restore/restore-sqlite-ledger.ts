import { type ImportedLedger, type ImportOptions, importLedger } from '@wimse-ect/ledger'
import { SqliteRestorer } from './sqlite-restorer.ts'

/**
 * Builds a ledger file from an archive that `exportLedger` wrote; `importLedger` says what is checked. When it has
 * resolved, the ledger is there with the same root, and `openSqliteLedger` goes on where the exported one ended. Before
 * that there is none: a crash, a full disk or a refused archive leaves no file that opens. A draft beside it that a
 * crash left is removed the next time.
 *
 * Of two copies that both go on, each signs its own history with one key. Witnesses, and whoever compares checkpoints,
 * find that; close the old ledger for good before the new one is opened.
 *
 * @param file path at which there is no file yet; `<file>-lock` stays beside it, as beside every ledger
 * @param archive the bytes of the archive, such as a stream gives them
 * @throws EctError as `importLedger`, and `ECT_LEDGER_EXISTS`, `ECT_LEDGER_LOCKED` when another process makes or writes
 * this ledger, `ECT_LEDGER_DISK_FULL`, `ECT_LEDGER_READ_ONLY`, `ECT_LEDGER_UNAVAILABLE`
 * @throws TypeError when no key is named
 */
export async function restoreSqliteLedger(
  file: string,
  archive: AsyncIterable<Uint8Array>,
  options: ImportOptions,
): Promise<ImportedLedger> {
  return importLedger(archive, new SqliteRestorer(file), options)
}
