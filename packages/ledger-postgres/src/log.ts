import { EctError } from '@wimse-ect/claims'
import type { Founding } from '@wimse-ect/ledger/durable'
import type { ClientBase } from 'pg'
import { numberIn, type Row } from './columns.ts'
import type { Queryable } from './database.ts'
import { damaged, onDatabase } from './postgres-errors.ts'
import { advisoryLockClass } from './schema.ts'

/** One log of a database: its number there, and what was fixed when it was created. */
export interface Log {
  readonly id: number
  readonly name: string
  readonly founding: Founding
}

/**
 * Finds a log.
 *
 * @param name default: the only log of the database
 * @throws EctError `ECT_LEDGER_UNAVAILABLE` when there is no such log, or more than one and no name
 */
export async function findLog(database: Queryable, name: string | undefined): Promise<Log> {
  const columns = 'id, name, ids, max_lateness_seconds, log_key'
  const condition = name === undefined ? 'true' : 'name = $1'
  const values = name === undefined ? [] : [name]
  const rows = await database.rows(`SELECT ${columns} FROM ect_ledger.log WHERE ${condition} LIMIT 2`, values)
  const [row] = rows
  if (row === undefined || rows.length > 1) throw new EctError('ECT_LEDGER_UNAVAILABLE', { path: 'log' })
  return logIn(row)
}

function logIn(row: Row): Log {
  const { name, ids, log_key: logKey } = row
  const isSound =
    typeof name === 'string' && (ids === 'uuid' || ids === 'opaque') && (logKey === null || typeof logKey === 'string')
  if (!isSound) throw damaged('log')
  const maxLatenessSeconds = numberIn(row, 'max_lateness_seconds')
  return { id: numberIn(row, 'id'), name, founding: { ids, maxLatenessSeconds, logKey } }
}

/**
 * Founds a log.
 *
 * @throws EctError `ECT_LEDGER_EXISTS`
 */
export async function createLog(client: ClientBase, name: string, founding: Founding): Promise<void> {
  const { ids, maxLatenessSeconds, logKey } = founding
  const sql = `INSERT INTO ect_ledger.log
    SELECT coalesce(max(id), 0) + 1, $1, $2, $3, $4, 0, '', 0 FROM ect_ledger.log
    ON CONFLICT (name) DO NOTHING`
  const created = await onDatabase(async () => {
    // Two who found a log at the same time would take the same number.
    await client.query(`BEGIN; SELECT pg_advisory_xact_lock(${advisoryLockClass}, 0)`)
    const { rowCount } = await client.query(sql, [name, ids, maxLatenessSeconds, logKey])
    await client.query('COMMIT')
    return rowCount === 1
  })
  if (!created) throw new EctError('ECT_LEDGER_EXISTS')
}
