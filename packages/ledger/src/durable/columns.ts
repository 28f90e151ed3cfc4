import { damaged } from './damaged.ts'

/** A row as the client of a database gives it. Nothing in it is believed. */
export type Row = Readonly<Record<string, unknown>>

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

/**
 * The bytes in a column, as a copy: a client may give a Buffer, whose slices are no copies, and a ledger hands out
 * none.
 *
 * @throws EctError `ECT_LEDGER_DAMAGED` when the column holds anything but bytes
 */
export function bytesIn(row: Row, column: string): Uint8Array {
  const value = row[column]
  if (!(value instanceof Uint8Array)) throw damaged(column)
  return new Uint8Array(value)
}
