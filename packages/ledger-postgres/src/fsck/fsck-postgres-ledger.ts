import { checkLedger, type FsckOptions, type LedgerIssue, RecordCache } from '@wimse-ect/ledger/durable'
import type { PostgresConnection } from '../connection.ts'
import { Database, queryableOf } from '../database.ts'
import { findLog } from '../log.ts'
import { onDatabase } from '../postgres-errors.ts'
import { PostgresStore } from '../postgres-store.ts'
import { checkVersion } from '../prepare-database.ts'
import { FoundPostgresLedger } from './found-postgres-ledger.ts'

/** What a log is checked against. */
export interface PostgresFsckOptions extends FsckOptions {
  /** Name of the log. Default: the only one of the database. */
  readonly name?: string | undefined
}

/**
 * Checks a log from end to end [LEDGER-TAMPER] and yields everything that is wrong with it: the density of the
 * sequence, each token against its index columns, its parents and its uniqueness, the whole Merkle tree, the checkpoint
 * and the evidence. Signatures of tokens are for a verifier to check, files and indexes of PostgreSQL for its own
 * `pg_amcheck`.
 *
 * It reads one state of the database, also while others write to it, and holds a few hundred rows at a time.
 *
 * @param connection URL, or the options of a `pg` pool; a replica will do
 * @throws EctError `ECT_LEDGER_UNAVAILABLE`, `ECT_LEDGER_FORMAT`
 */
export async function* fsckPostgresLedger(
  connection: PostgresConnection,
  options: PostgresFsckOptions = {},
): AsyncGenerator<LedgerIssue> {
  const database = new Database(connection)
  try {
    const client = await database.connect()
    try {
      const snapshot = queryableOf(client)
      await onDatabase(() => client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY'))
      await checkVersion(snapshot)
      const log = await findLog(snapshot, options.name)
      yield* checkLedger(
        new FoundPostgresLedger(new PostgresStore(log, snapshot, new RecordCache(0)), snapshot),
        options,
      )
    } finally {
      client.release(true)
    }
  } finally {
    await database.close()
  }
}
