/**
 * The kind of `jti`, `tid`, `wid` and `par` entries: UUIDs, or the short names of the reference implementation
 * [CLAIM-IDS-OPAQUE].
 */
export type IdKind = 'uuid' | 'opaque'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const nilUuid = '00000000-0000-0000-0000-000000000000'
const maxUuid = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
const opaque = /^[A-Za-z0-9._:-]{1,128}$/

/**
 * True for 8-4-4-4-12 hexadecimal digits in either case, other than the nil and max UUID (RFC 9562) [CLAIM-UUID-FORM]
 * [CLAIM-UUID-CASE] [CLAIM-UUID-NIL-MAX]. Version and variant bits are not judged [CLAIM-UUID-VERSION].
 */
export function isUuid(text: string): boolean {
  return uuid.test(text) && text !== nilUuid && text.toLowerCase() !== maxUuid
}

/** True when `text` is an identifier of the kind. */
export function isIdentifier(text: string, kind: IdKind): boolean {
  return kind === 'uuid' ? isUuid(text) : opaque.test(text)
}

/**
 * The form in which identifiers are compared and written: UUIDs in lower case [CLAIM-UUID-CASE], opaque ones as they
 * are [CLAIM-IDS-OPAQUE-BYTEWISE]. Without it, a task recorded in upper case could be recorded again in lower case.
 */
export function canonicalIdentifier(text: string, kind: IdKind): string {
  return kind === 'uuid' ? text.toLowerCase() : text
}
