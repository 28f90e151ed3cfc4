import { type IdKind, isIdentifier } from '@wimse-ect/claims'
import { binaryArray } from './binary-array.ts'

/** An identifier, in canonical form, as the database keeps it: a UUID as its 16 bytes, another as its characters. */
export function encodeId(id: string, kind: IdKind): Buffer {
  return kind === 'opaque' ? Buffer.from(id) : Buffer.from(id.replaceAll('-', ''), 'hex')
}

/** Many of them as an array of `bytea`. */
export function encodeIds(list: readonly (string | null)[], kind: IdKind): Buffer {
  return kind === 'opaque'
    ? binaryArray.bytea(list.map((id) => (id === null ? null : Buffer.from(id))))
    : binaryArray.uuid(list)
}

/** The identifier behind stored bytes; `undefined` for what no ledger of this kind stores. */
export function decodeId(stored: unknown, kind: IdKind): string | undefined {
  if (!(stored instanceof Uint8Array)) return undefined
  const id = kind === 'opaque' ? Buffer.from(stored).toString('latin1') : uuidOf(stored)
  return isIdentifier(id, kind) ? id : undefined
}

function uuidOf(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
