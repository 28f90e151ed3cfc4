import { DatabaseSync } from 'node:sqlite'
import type { Row } from '@wimse-ect/ledger/durable'
import { migrate } from '../writer/schema.ts'

/** Gives what {@link isSchemaOfLedger} reads. Names with this prefix are SQLite's own: statistics, and indexes of constraints. */
export const schemaQuery: string = String.raw`SELECT type, name, tbl_name, sql FROM sqlite_schema
  WHERE name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY type, name`

/**
 * True when a file has the tables and indexes of a ledger and nothing else. A trigger that somebody added could keep entries or
 * evidence from being written, and every row that is there would be sound.
 */
export function isSchemaOfLedger(rows: readonly Row[]): boolean {
  const database = new DatabaseSync(':memory:')
  try {
    migrate(database)
    return JSON.stringify(database.prepare(schemaQuery).all()) === JSON.stringify(rows)
  } finally {
    database.close()
  }
}
