import type { IdKind } from '@wimse-ect/claims'
import type { StoredId } from '../writer/rows.ts'

/** An identifier, in canonical form, as the database keeps it: a UUID as its 16 bytes, less than half of its text. */
export function encodeId(id: string, kind: IdKind): StoredId {
  return kind === 'opaque' ? id : Buffer.from(id.replaceAll('-', ''), 'hex')
}

/** The identifier behind a stored one; `undefined` for what no ledger of this kind stores. */
export function decodeId(stored: unknown, kind: IdKind): string | undefined {
  if (kind === 'opaque') return typeof stored === 'string' ? stored : undefined
  if (!(stored instanceof Uint8Array) || stored.length !== 16) return undefined
  return uuidOf(Buffer.from(stored.buffer, stored.byteOffset, stored.length).toString('hex'))
}

/** The UUID of 32 hexadecimal digits. */
export function uuidOf(hex: string): string {
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
