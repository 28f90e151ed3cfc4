import type { DatabaseSync } from 'node:sqlite'
import type { Founding } from '@wimse-ect/ledger/durable'
import { RefusedFile } from './refused-file.ts'
import { applicationId, draftId, migrate, migrations, pageBytes, pragma } from './schema.ts'

/**
 * Makes a new file a ledger, or brings the schema of a ledger to the present version.
 *
 * @param founding of a new ledger; `undefined` for a file that has to be one
 * @param isDraft true: its header does not say yet that it is a ledger
 * @throws RefusedFile `EXISTS`, `FORMAT`
 */
export function prepareFile(database: DatabaseSync, founding: Founding | undefined, isDraft = false): void {
  const isNew = pragma(database, 'application_id') === 0 && isEmpty(database)
  if (founding === undefined) {
    const isOurs = pragma(database, 'application_id') === applicationId
    if (!isOurs || pragma(database, 'user_version') > migrations.length) throw new RefusedFile('FORMAT')
    if (pragma(database, 'user_version') < migrations.length) inTransaction(database, () => migrate(database))
    // No ledger has one, and one could drop what we believe to have written.
    if (hasTrigger(database)) throw new RefusedFile('DAMAGED')
    return
  }
  if (!isNew) throw new RefusedFile(pragma(database, 'application_id') === applicationId ? 'EXISTS' : 'FORMAT')
  database.exec(`PRAGMA page_size = ${pageBytes}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL`)
  inTransaction(database, () => {
    migrate(database)
    if (isDraft) database.exec(`PRAGMA application_id = ${draftId}`)
    const insert = database.prepare('INSERT INTO founding VALUES (?, ?)')
    insert.run('ids', founding.ids)
    insert.run('maxLatenessSeconds', founding.maxLatenessSeconds)
    insert.run('logKey', founding.logKey)
  })
}

function isEmpty(database: DatabaseSync): boolean {
  return database.prepare('SELECT 1 FROM sqlite_schema LIMIT 1').get() === undefined
}

function inTransaction(database: DatabaseSync, change: () => void): void {
  database.exec('BEGIN IMMEDIATE')
  try {
    change()
    database.exec('COMMIT')
  } catch (error) {
    database.exec('ROLLBACK')
    throw error
  }
}

function hasTrigger(database: DatabaseSync): boolean {
  return database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'trigger'").get() !== undefined
}
