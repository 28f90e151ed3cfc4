import type { DatabaseSync } from 'node:sqlite'
import { EctError } from '@wimse-ect/claims'
import { damaged, type Founding } from '@wimse-ect/ledger/durable'
import { migrations, pragma } from '../writer/schema.ts'

/**
 * Reads what a ledger fixed when it was created.
 *
 * @param fileId what the header of the file has to say
 * @throws EctError `ECT_LEDGER_FORMAT` for another kind of file, and for one of another version: an older one gets the
 * present tables when it is opened for writing; `ECT_LEDGER_DAMAGED`
 */
export function readFounding(database: DatabaseSync, fileId: number): Founding {
  // A reader meets the writer's lock only in the instant in which a crashed writer's log is taken over.
  database.exec('PRAGMA busy_timeout = 5000; PRAGMA cache_size = -16384')
  const isOurs = pragma(database, 'application_id') === fileId && pragma(database, 'user_version') === migrations.length
  if (!isOurs) throw new EctError('ECT_LEDGER_FORMAT')
  const rows = database.prepare('SELECT name, value FROM founding').all()
  const values = new Map(rows.map((row) => [row.name, row.value]))
  const [ids, maxLatenessSeconds] = [values.get('ids'), values.get('maxLatenessSeconds')]
  const logKey = values.get('logKey') ?? null
  const isSound =
    (ids === 'uuid' || ids === 'opaque') &&
    typeof maxLatenessSeconds === 'number' &&
    Number.isSafeInteger(maxLatenessSeconds) &&
    maxLatenessSeconds >= 0 &&
    (logKey === null || typeof logKey === 'string')
  if (!isSound) throw damaged('founding')
  return { ids, maxLatenessSeconds, logKey }
}
