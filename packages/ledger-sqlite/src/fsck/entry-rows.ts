import { numberIn, type Row, sequencesIn, textIn } from '../reader/columns.ts'
import type { DatabaseReader } from '../reader/database-reader.ts'

const pageOfRows = 256
const columns = `sequence, token, verified_at, stored_at, parents, task_id, workflow_id, token_id,
  (SELECT name FROM agent WHERE id = agent) AS agent_name`

/** The rows of all entries in order, with their index columns as they are. */
export function* entryRows(reader: DatabaseReader): Generator<Row> {
  const sql = `SELECT ${columns} FROM entry WHERE sequence > ? ORDER BY sequence LIMIT ${pageOfRows}`
  let last = Number.MIN_SAFE_INTEGER
  for (;;) {
    const rows = reader.rows(sql, last)
    for (const row of rows) {
      if (typeof row.sequence === 'number') last = row.sequence
      yield row
    }
    if (rows.length < pageOfRows) return
  }
}

/** What a row says beside its indexes; `undefined` when a column holds what no ledger writes. */
export function storedIn(row: Row): { sequence: number; compact: string; parents: readonly number[] } | undefined {
  try {
    numberIn(row, 'verified_at')
    numberIn(row, 'stored_at')
    return {
      sequence: numberIn(row, 'sequence'),
      compact: textIn(row, 'token'),
      parents: sequencesIn(row, 'parents'),
    }
  } catch {
    return undefined
  }
}
