import { isContentHash } from './content-hash.ts'
import { EctError } from './ect-error.ts'
import { canonicalIdentifier, type IdKind, isIdentifier } from './identifiers.ts'
import { maxActionBytes, maxAudiences, maxIssuerBytes } from './limits.ts'
import { isSpiffeId } from './spiffe-id.ts'
import { isJsonArray, type JsonValue } from './strict-json.ts'
import type { PolicyDecision } from './task.ts'
import { hasControlCharacter, isLongerThan } from './text.ts'

/** What a kind needs to know beside the value. */
export interface ClaimContext {
  readonly ids: IdKind
  readonly maxParents: number
  /** Members whose number is not written as an integer, see `StrictJson`. */
  readonly notIntegers: ReadonlySet<string>
}

/**
 * A kind of claim value: checks an untyped value and returns it typed, or throws an `ECT_CLAIM_*` error with the path.
 */
export type ClaimKind<T> = (value: JsonValue, path: string, context: ClaimContext) => T

const decisions: readonly string[] = ['approved', 'rejected', 'pending_human_review'] satisfies PolicyDecision[]

/** A non-empty string [CLAIM-TEXT-NON-EMPTY]. */
export const text: ClaimKind<string> = (value, path) => {
  if (typeof value !== 'string') throw new EctError('ECT_CLAIM_TYPE', { path })
  if (value === '') throw new EctError('ECT_CLAIM_STRING', { path })
  return value
}

/** What was done: 1 to 256 bytes without control characters [CLAIM-EXEC-ACT-LENGTH] [CLAIM-EXEC-ACT-CONTROL]. */
export const action: ClaimKind<string> = (value, path, context) => {
  const name = text(value, path, context)
  if (isLongerThan(name, maxActionBytes) || hasControlCharacter(name)) throw new EctError('ECT_CLAIM_STRING', { path })
  return name
}

/** A workload's SPIFFE ID [CLAIM-ISS-SPIFFE]. */
export const spiffeId: ClaimKind<string> = (value, path) => {
  if (typeof value !== 'string') throw new EctError('ECT_CLAIM_TYPE', { path })
  if (!isSpiffeId(value)) throw new EctError('ECT_CLAIM_SPIFFE_ID', { path })
  return value
}

/** The name of an issuer, whatever its identities look like: 1 to 2,048 bytes without control characters. */
export const issuerName: ClaimKind<string> = (value, path, context) => {
  const name = text(value, path, context)
  if (isLongerThan(name, maxIssuerBytes) || hasControlCharacter(name)) throw new EctError('ECT_CLAIM_STRING', { path })
  return name
}

// RFC 3986, section 3: a scheme, a colon, and something of the characters that may stand in a URI.
const absoluteUri = /^[a-z][a-z0-9+.-]*:[\w.~:/?#[\]@!$&'()*+,;=%-]+$/i

/** The name of an issuer that is a URI. */
export const uri: ClaimKind<string> = (value, path, context) => {
  const name = issuerName(value, path, context)
  if (!absoluteUri.test(name)) throw new EctError('ECT_CLAIM_STRING', { path })
  return name
}

/** A UUID, or an opaque identifier where those are in use [CLAIM-JTI-UUID] [CLAIM-TID-UUID] [CLAIM-WID]. */
export const identifier: ClaimKind<string> = (value, path, { ids }) => {
  if (typeof value !== 'string') throw new EctError('ECT_CLAIM_TYPE', { path })
  if (!isIdentifier(value, ids)) throw new EctError('ECT_CLAIM_ID', { path })
  return value
}

/**
 * Whole seconds or milliseconds, 0 to 2^53-1, written without fraction or exponent [ENV-INTEGER-FORM]
 * [CLAIM-IAT-INTEGER] [CLAIM-EXP-INTEGER].
 */
export const integer: ClaimKind<number> = (value, path, { notIntegers }) => {
  if (typeof value !== 'number') throw new EctError('ECT_CLAIM_TYPE', { path })
  if (!Number.isSafeInteger(value) || value < 0 || notIntegers.has(path)) {
    throw new EctError('ECT_CLAIM_INTEGER', { path })
  }
  return value
}

/** True or false, not a text or number that stands for it. */
export const boolean: ClaimKind<boolean> = (value, path) => {
  if (typeof value !== 'boolean') throw new EctError('ECT_CLAIM_TYPE', { path })
  return value
}

/** One string or an array of strings: 1 to 64 entries, none of them empty [CLAIM-AUD-ENTRIES] [CLAIM-AUD-LIMIT]. */
export const audience: ClaimKind<string | readonly string[]> = (value, path) => {
  const entries = typeof value === 'string' ? [value] : strings(value, path)
  if (entries.length === 0 || entries.length > maxAudiences || entries.includes('')) {
    throw new EctError('ECT_CLAIM_AUDIENCE', { path })
  }
  return typeof value === 'string' ? value : entries
}

/**
 * Task ids of the parents: none twice, at most `maxParents`; an empty list makes a root [CLAIM-PAR-UUID]
 * [CLAIM-PAR-DUPLICATE] [CLAIM-PAR-LIMIT] [CLAIM-PAR-ROOT].
 */
export const parents: ClaimKind<readonly string[]> = (value, path, context) => {
  const entries = strings(value, path)
  // It says what passes: a limit that is not a number lets nothing pass.
  if (!(entries.length <= context.maxParents)) throw new EctError('ECT_CLAIM_PARENTS', { path })
  const { ids } = context
  const wrong = entries.findIndex((entry) => !isIdentifier(entry, ids))
  if (wrong >= 0) throw new EctError('ECT_CLAIM_ID', { path: `${path}[${wrong}]` })
  if (hasDuplicate(entries, ids)) throw new EctError('ECT_CLAIM_PARENTS', { path })
  return entries
}

/** Strings, none of them empty. */
export const texts: ClaimKind<readonly string[]> = (value, path) => {
  const entries = strings(value, path)
  const at = entries.indexOf('')
  if (at >= 0) throw new EctError('ECT_CLAIM_STRING', { path: `${path}[${at}]` })
  return entries
}

/** One of the three decisions [CLAIM-POL-DECISION-VALUES]. */
export const decision: ClaimKind<PolicyDecision> = (value, path) => {
  if (typeof value !== 'string') throw new EctError('ECT_CLAIM_TYPE', { path })
  if (!isDecision(value)) throw new EctError('ECT_CLAIM_DECISION', { path })
  return value
}

/** `<alg>:<base64url>`, see `isContentHash`. */
export const hash: ClaimKind<string> = (value, path) => {
  if (typeof value !== 'string') throw new EctError('ECT_CLAIM_TYPE', { path })
  if (!isContentHash(value)) throw new EctError('ECT_CLAIM_HASH', { path })
  return value
}

/** A SHA-256 digest in base64url and nothing before it. */
export const sha256Digest: ClaimKind<string> = (value, path, context) => {
  if (typeof value !== 'string') throw new EctError('ECT_CLAIM_TYPE', { path })
  hash(`sha-256:${value}`, path, context)
  return value
}

function hasDuplicate(entries: readonly string[], ids: IdKind): boolean {
  if (entries.length < 2) return false
  return new Set(entries.map((entry) => canonicalIdentifier(entry, ids))).size < entries.length
}

function isDecision(value: string): value is PolicyDecision {
  return decisions.includes(value)
}

function strings(value: JsonValue, path: string): readonly string[] {
  if (!isJsonArray(value)) throw new EctError('ECT_CLAIM_TYPE', { path })
  if (isStringArray(value)) return value
  const wrong = value.findIndex((entry) => typeof entry !== 'string')
  throw new EctError('ECT_CLAIM_TYPE', { path: `${path}[${wrong}]` })
}

function isStringArray(value: readonly JsonValue[]): value is readonly string[] {
  return value.every((entry) => typeof entry === 'string')
}
