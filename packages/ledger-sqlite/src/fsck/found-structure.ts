import { textIn } from '@wimse-ect/ledger/durable'
import type { DatabaseReader } from '../reader/database-reader.ts'
import type { FoundIndexes } from './found-indexes.ts'
import { isSchemaOfLedger, schemaQuery } from './is-schema-of-ledger.ts'

/** Rows that no ledger writes, and that whoever reads one in order passes over. */
const unreachableRows = [
  `entry WHERE sequence < ${Number.MIN_SAFE_INTEGER} OR sequence >= ${Number.MAX_SAFE_INTEGER}`,
  'tile WHERE id < 0',
  'equivocation WHERE found < 1',
]

/**
 * What is wrong with the structure of a ledger file: with SQLite's own, the tables, and the indexes as a whole.
 *
 * @param reader that holds a snapshot
 */
export function* foundStructure(reader: DatabaseReader, indexes: FoundIndexes): Generator<string> {
  for (const row of reader.rows('PRAGMA integrity_check(100)')) {
    const said = textIn(row, 'integrity_check')
    if (said !== 'ok') yield said
  }
  if (!isSchemaOfLedger(reader.rows(schemaQuery))) yield 'schema'
  for (const rows of unreachableRows) {
    if (reader.rows(`SELECT 1 FROM ${rows} LIMIT 1`).length > 0) yield `rows: ${rows}`
  }
  yield* indexes.structure()
}
