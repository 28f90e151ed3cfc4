import { EctError } from '@wimse-ect/claims'
import { damaged } from '@wimse-ect/ledger/durable'
import type { Database, Queryable } from './database.ts'
import { onDatabase } from './postgres-errors.ts'
import { migrate, migrations, schemaVersion } from './schema.ts'

/**
 * Looks whether a database may be written to, and brings its tables to the present version.
 *
 * @param isNew makes them when they are not there
 * @throws EctError `ECT_LEDGER_UNAVAILABLE`, `ECT_LEDGER_READ_ONLY`, `ECT_LEDGER_FORMAT`, `ECT_LEDGER_DAMAGED`
 */
export async function prepareDatabase(database: Database, isNew: boolean): Promise<void> {
  const [setting] = await database.rows(
    "SELECT current_setting('fsync') AS fsync, current_setting('transaction_read_only') AS is_read_only",
  )
  // What this database acknowledges, a crash may take back.
  if (setting?.fsync !== 'on') throw new EctError('ECT_LEDGER_UNAVAILABLE', { path: 'fsync' })
  // So are all transactions of a replica.
  if (setting.is_read_only !== 'off') throw new EctError('ECT_LEDGER_READ_ONLY')
  const migrateIt = (): Promise<void> => database.withClient((client) => onDatabase(() => migrate(client)))
  if (isNew) await migrateIt()
  if ((await checkVersion(database)) < migrations.length) await migrateIt()
  await checkRights(database)
  await checkTokenIndex(database)
}

/** Without this index nobody would object to a `jti` that was taken for new and is not [LEDGER-JTI-UNIQUE]. */
async function checkTokenIndex(database: Queryable): Promise<void> {
  const [index] = await database.rows(`SELECT indisunique AND indisvalid AND indpred IS NULL
      AND pg_get_indexdef(indexrelid) LIKE '%(log, token_id, agent)' AS is_sound
    FROM pg_index WHERE indexrelid = to_regclass('ect_ledger.entry_by_token')`)
  if (index?.is_sound !== true) throw damaged('entry_by_token')
}

/** Better heard of now than at the first append. */
async function checkRights(database: Queryable): Promise<void> {
  const sql = `SELECT bool_and(has_table_privilege('ect_ledger.' || name, each)) AS are_there FROM (VALUES
    ('log', 'UPDATE'), ('agent', 'INSERT'), ('entry', 'INSERT'), ('tile', 'INSERT'), ('tile', 'UPDATE'),
    ('equivocation', 'INSERT'), ('checkpoint', 'INSERT'), ('checkpoint', 'UPDATE')) AS wanted (name, each)`
  const [rights] = await database.rows(sql)
  if (rights?.are_there !== true) throw new EctError('ECT_LEDGER_READ_ONLY')
}

/**
 * The version of the tables.
 *
 * @throws EctError `ECT_LEDGER_UNAVAILABLE` when there are none, `ECT_LEDGER_FORMAT` for a later one
 */
export async function checkVersion(database: Queryable): Promise<number> {
  const version = await schemaVersion(database)
  if (version === undefined) throw new EctError('ECT_LEDGER_UNAVAILABLE', { path: 'schema' })
  if (version > migrations.length) throw new EctError('ECT_LEDGER_FORMAT')
  return version
}
