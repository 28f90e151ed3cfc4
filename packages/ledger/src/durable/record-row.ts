import type { IdKind } from '@wimse-ect/claims'
import type { LedgerEntry, StoredEntry } from '../ledger-entry.ts'
import { numberIn, type Row, textIn } from './columns.ts'
import { damaged } from './damaged.ts'
import type { RecordCache } from './record-cache.ts'
import { restoreRecord, type StoredRecord } from './stored-record.ts'

/** The columns that a record is restored from. All others of an entry are indexes. */
export const recordColumns = 'sequence, token, verified_at, stored_at, parents'

/**
 * What a row with {@link recordColumns} says.
 *
 * @throws EctError `ECT_LEDGER_DAMAGED` when a column holds what no ledger writes
 */
function readStoredEntry(row: Row): StoredEntry {
  return {
    sequence: numberIn(row, 'sequence'),
    compact: textIn(row, 'token'),
    verifiedAt: numberIn(row, 'verified_at'),
    storedAt: numberIn(row, 'stored_at'),
    parents: parentsIn(row),
  }
}

/** The same; `undefined` when a column holds what no ledger writes. */
export function tryReadStoredEntry(row: Row): StoredEntry | undefined {
  try {
    return readStoredEntry(row)
  } catch {
    return undefined
  }
}

/**
 * The record that a row with {@link recordColumns} stands for; from the cache if it is there, and kept there if not.
 *
 * @throws EctError `ECT_LEDGER_DAMAGED` when the row is none of a ledger
 */
export function recordIn(row: Row, ids: IdKind, cache: RecordCache): StoredRecord {
  const known = cache.get(numberIn(row, 'sequence'))
  if (known?.entry.compact === textIn(row, 'token')) return known
  const record = restoreRecord(readStoredEntry(row), ids)
  cache.add(record)
  return record
}

/** The column `parents`: their sequences as a JSON array; `null` for an entry without parents. */
export function formatParents({ parents }: Pick<LedgerEntry, 'parents'>): string | null {
  return parents.length === 0 ? null : JSON.stringify(parents.map(({ sequence }) => sequence))
}

function parentsIn(row: Row): readonly number[] {
  if (row.parents === null) return []
  const text = textIn(row, 'parents')
  if (!/^\[\d{1,15}(?:,\d{1,15})*\]$/.test(text)) throw damaged('parents')
  return text.slice(1, -1).split(',').map(Number)
}
