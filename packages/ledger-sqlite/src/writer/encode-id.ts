import type { Founding } from '@wimse-ect/ledger/durable'
import type { StoredId } from './rows.ts'

/** An identifier, in canonical form, as the database keeps it: a UUID as its 16 bytes, less than half of its text. */
export function encodeId(id: string, kind: Founding['ids']): StoredId {
  return kind === 'opaque' ? id : Buffer.from(id.replaceAll('-', ''), 'hex')
}
