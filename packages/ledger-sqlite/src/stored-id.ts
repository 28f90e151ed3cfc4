import { canonicalIdentifier, type IdKind, isIdentifier } from '@wimse-ect/claims'
import type { StoredId } from './writer/rows.ts'

/**
 * An identifier as the database keeps it: a UUID as its 16 bytes, less than half of its text. `undefined` for what is no
 * identifier of the kind, and can therefore not be in the ledger.
 */
export function storedId(text: string, kind: IdKind): StoredId | undefined {
  if (!isIdentifier(text, kind)) return undefined
  if (kind === 'opaque') return text
  return Uint8Array.from(Buffer.from(canonicalIdentifier(text, kind).replaceAll('-', ''), 'hex'))
}
