import { encodeBase64url, type JsonObject, type JsonValue, tryDecodeBase64url } from '@wimse-ect/claims'
import { type CborMap, type CborValue, isCborList } from './cbor-value.ts'
import type { CoseEctClaims } from './cose-claims.ts'
import { uuidBytes, uuidText } from './uuid-bytes.ts'

/** A form that claims have on the wire. */
interface Form {
  /**
   * The value in the form it has in JSON, for the claim's rule to judge; `null`, which every rule refuses, for a value
   * of another type than the claim has.
   */
  readonly read: (value: CborValue) => JsonValue
  /** The other way, for a value that its rule has passed. */
  readonly write: (value: JsonValue) => CborValue
}

const decisions: readonly JsonValue[] = ['approved', 'rejected', 'pending_human_review']
const hashAlgorithms: ReadonlyMap<CborValue, string> = new Map([
  [-16, 'sha-256'],
  [-43, 'sha-384'],
  [-44, 'sha-512'],
])

const text: Form = { read: asText, write: asText }
const integer: Form = { read: asInteger, write: asInteger }
const uuid: Form = {
  read: (value) => (value instanceof Uint8Array ? uuidText(value) : null),
  write: (value) => (typeof value === 'string' ? uuidBytes(value) : null),
}
const decision: Form = {
  read: (value) => (typeof value === 'number' ? (decisions[value] ?? 'unknown') : null),
  write: (value) => decisions.indexOf(value),
}
const hash: Form = { read: readHash, write: writeHash }

/**
 * Key and form of every claim that has a meaning here (RFC 8392 and the companion draft) [COSE-CLAIM-KEYS]. All others
 * are kept in the payload and ignored [COSE-UNKNOWN], text keys of the same names among them [COSE-TEXT-KEYS].
 */
const wire: Readonly<Record<keyof CoseEctClaims, Form & { readonly key: number }>> = {
  iss: { key: 1, ...text },
  sub: { key: 2, ...text },
  aud: { key: 3, ...listOf(text, text) },
  exp: { key: 4, ...integer },
  nbf: { key: 5, ...integer },
  iat: { key: 6, ...integer },
  jti: { key: 7, ...uuid },
  wid: { key: 300, ...uuid },
  exec_act: { key: 301, ...text },
  par: { key: 302, ...listOf(uuid) },
  pol: { key: 303, ...text },
  pol_decision: { key: 304, ...decision },
  pol_enforcer: { key: 305, ...text },
  pol_timestamp: { key: 306, ...integer },
  inp_hash: { key: 307, ...hash },
  out_hash: { key: 308, ...hash },
}

/** The claims of a payload under their names in JSON, not yet judged. */
export function readClaims(payload: CborMap): JsonObject {
  const claims: Record<string, JsonValue> = {}
  for (const [name, { key, read }] of Object.entries(wire)) {
    const value = payload.get(key)
    if (value !== undefined) claims[name] = read(value)
  }
  return claims
}

/** The payload of claims that their rules have passed. */
export function writeClaims(claims: JsonObject): CborMap {
  const payload = new Map<number, CborValue>()
  for (const [name, { key, write }] of Object.entries(wire)) {
    const value = claims[name]
    if (value !== undefined) payload.set(key, write(value))
  }
  return payload
}

/** True for the name of a claim that has a key. */
export function isClaimName(name: string): boolean {
  return Object.hasOwn(wire, name)
}

function asText(value: CborValue | JsonValue): string | null {
  return typeof value === 'string' ? value : null
}

function asInteger(value: CborValue | JsonValue): number | null {
  return typeof value === 'number' ? value : null
}

/** An array of one form; where there is a second one, also a single value of that. */
function listOf(entry: Form, single?: Form): Form {
  return {
    read: (value) => (isList(value) ? value.map(entry.read) : (single?.read(value) ?? null)),
    write: (value) => (isList(value) ? value.map(entry.write) : (single?.write(value) ?? null)),
  }
}

function isList<Value>(value: Value | readonly Value[]): value is readonly Value[] {
  return Array.isArray(value)
}

/** `[algorithm, digest]` as `<alg>:<base64url>`. */
function readHash(value: CborValue): JsonValue {
  const [algorithm, digest, ...more] = isCborList(value) ? value : []
  if (typeof algorithm !== 'number' || !(digest instanceof Uint8Array) || more.length > 0) return null
  return `${hashAlgorithms.get(algorithm) ?? 'unknown'}:${encodeBase64url(digest)}`
}

function writeHash(value: JsonValue): CborValue {
  const [name, digest = ''] = String(value).split(':')
  const [id = null] = [...hashAlgorithms].find(([, known]) => known === name) ?? []
  return [id, tryDecodeBase64url(digest) ?? null]
}
