import { type IdKind, isIdentifier } from '@wimse-ect/claims'
import { damaged } from './postgres-errors.ts'

/** A row as the client gives it. */
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

/** @throws EctError `ECT_LEDGER_DAMAGED` when the column holds anything but bytes */
export function bytesIn(row: Row, column: string): Uint8Array {
  const value = row[column]
  if (!(value instanceof Uint8Array)) throw damaged(column)
  // A Buffer's slice would not be a copy, and is not what a ledger hands out.
  return new Uint8Array(value)
}

/** Sequences of parents, as a JSON array in a column; none for NULL. */
export function sequencesIn(row: Row, column: string): readonly number[] {
  if (row[column] === null) return []
  const text = textIn(row, column)
  if (!/^\[\d{1,15}(?:,\d{1,15})*\]$/.test(text)) throw damaged(column)
  return text.slice(1, -1).split(',').map(Number)
}

/** An identifier, in canonical form, as the database keeps it: a UUID as its 16 bytes, another as its characters. */
export function encodeId(id: string, kind: IdKind): Buffer {
  return kind === 'opaque' ? Buffer.from(id) : Buffer.from(id.replaceAll('-', ''), 'hex')
}

/** The identifier behind stored bytes; `undefined` for what no ledger of this kind stores. */
export function decodeId(stored: unknown, kind: IdKind): string | undefined {
  if (!(stored instanceof Uint8Array)) return undefined
  const id = kind === 'opaque' ? Buffer.from(stored).toString('latin1') : uuidOf(stored)
  return isIdentifier(id, kind) ? id : undefined
}

function uuidOf(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
