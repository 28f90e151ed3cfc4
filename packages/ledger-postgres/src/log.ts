import { EctError } from '@wimse-ect/claims'
import { damaged, type Founding, numberIn, type Row } from '@wimse-ect/ledger/durable'
import { begin } from './begin.ts'
import { type Database, type Queryable, queryableOf } from './database.ts'
import { onDatabase } from './postgres-errors.ts'

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
export async function insertLog(database: Queryable, name: string, founding: Founding): Promise<Log> {
  const { ids, maxLatenessSeconds, logKey } = founding
  const sql = `INSERT INTO ect_ledger.log (name, ids, max_lateness_seconds, log_key, size, edge, agents)
    VALUES ($1, $2, $3, $4, 0, '', 0) ON CONFLICT (name) DO NOTHING RETURNING id`
  const [row] = await database.rows(sql, [name, ids, maxLatenessSeconds, logKey])
  if (row === undefined) throw new EctError('ECT_LEDGER_EXISTS')
  return { id: numberIn(row, 'id'), name, founding }
}

/** The same in a transaction of its own. */
export async function createLog(database: Database, name: string, founding: Founding): Promise<void> {
  await database.withClient((client) =>
    onDatabase(async () => {
      await client.query(begin)
      await insertLog(queryableOf(client), name, founding)
      await client.query('COMMIT')
    }),
  )
}
