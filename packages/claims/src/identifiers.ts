import { minus as hyphen } from './character-codes.ts'

/**
 * The kind of `jti`, `tid`, `wid` and `par` entries: UUIDs, or the short names of the reference implementation
 * [CLAIM-IDS-OPAQUE].
 */
export type IdKind = 'uuid' | 'opaque'

const nilUuid = '00000000-0000-0000-0000-000000000000'
const maxUuid = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** 1 for each character code of a hexadecimal digit, 0 for the others. */
const isHexDigit = new Uint8Array(256)
for (const character of '0123456789abcdefABCDEF') isHexDigit[character.charCodeAt(0)] = 1

const opaque = /^[A-Za-z0-9._:-]{1,128}$/

/**
 * True for 8-4-4-4-12 hexadecimal digits in either case, other than the nil and max UUID (RFC 9562) [CLAIM-UUID-FORM]
 * [CLAIM-UUID-CASE] [CLAIM-UUID-NIL-MAX]. Version and variant bits are not judged [CLAIM-UUID-VERSION].
 */
export function isUuid(text: string): boolean {
  return hasUuidForm(text) && text !== nilUuid && text.toLowerCase() !== maxUuid
}

/**
 * 32 hexadecimal digits among 36 characters, and a hyphen in each of four places. A regular expression that says the
 * same takes three times as long, for each identifier of a token.
 */
function hasUuidForm(text: string): boolean {
  if (text.length !== nilUuid.length) return false
  let digits = 0
  for (let at = 0; at < nilUuid.length; at++) digits += isHexDigit[text.charCodeAt(at)] ?? 0
  return digits === 32 && hasHyphen(text, 8) && hasHyphen(text, 13) && hasHyphen(text, 18) && hasHyphen(text, 23)
}

function hasHyphen(text: string, at: number): boolean {
  return text.charCodeAt(at) === hyphen
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
