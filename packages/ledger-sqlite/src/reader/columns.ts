import type { SQLOutputValue } from 'node:sqlite'
import { damaged } from '../sqlite-errors.ts'

/** A row as SQLite gives it. */
export type Row = Readonly<Record<string, SQLOutputValue>>

/** @throws EctError `ECT_LEDGER_DAMAGED` when the column holds anything but a whole number, 0 or more */
export function numberIn(row: Row, column: string): number {
  const value = row[column]
  if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) throw damaged(column)
  return value
}

/** @throws EctError `ECT_LEDGER_DAMAGED` when the column holds anything but text */
export function textIn(row: Row, column: string): string {
  const value = row[column]
  if (typeof value !== 'string') throw damaged(column)
  return value
}

/** @throws EctError `ECT_LEDGER_DAMAGED` when the column holds anything but bytes */
export function bytesIn(row: Row, column: string): Uint8Array {
  const value = row[column]
  if (!(value instanceof Uint8Array)) throw damaged(column)
  return value
}

/** Sequences of parents, as a JSON array in a column; none for NULL. */
export function sequencesIn(row: Row, column: string): readonly number[] {
  if (row[column] === null) return []
  const text = textIn(row, column)
  if (!/^\[\d{1,15}(?:,\d{1,15})*\]$/.test(text)) throw damaged(column)
  return text.slice(1, -1).split(',').map(Number)
}
