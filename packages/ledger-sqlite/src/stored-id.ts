import { canonicalIdentifier, type IdKind, isIdentifier } from '@wimse-ect/claims'
import { encodeId } from './writer/encode-id.ts'
import type { StoredId } from './writer/rows.ts'

/**
 * An identifier as the database keeps it; `undefined` for what is no identifier of the kind, and can therefore not be in the
 * ledger.
 */
export function storedId(text: string, kind: IdKind): StoredId | undefined {
  return isIdentifier(text, kind) ? encodeId(canonicalIdentifier(text, kind), kind) : undefined
}
