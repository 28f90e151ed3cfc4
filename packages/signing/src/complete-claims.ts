import {
  type ClaimProfile,
  type ClaimsByRevision,
  canonicalIdentifier,
  EctError,
  type IdKind,
  isEctError,
  type JsonValue,
  type Revision,
} from '@wimse-ect/claims'
import { plainJson } from './plain-json.ts'

/** Claims that are filled in when they are not given. */
type FilledIn = 'iat' | 'exp' | 'jti' | 'tid'

type OrUndefined<Claims> = {
  readonly [Name in keyof Claims]: undefined extends Claims[Name] ? Claims[Name] | undefined : Claims[Name]
}

/**
 * The claims of a revision as an issuer gives them: `iat`, `exp`, `jti` and `tid` may be left out, and a member that is
 * `undefined` counts as left out.
 */
export type ClaimsToSign<R extends Revision> = OrUndefined<
  Omit<ClaimsByRevision[R], FilledIn> & Partial<Pick<ClaimsByRevision[R], FilledIn & keyof ClaimsByRevision[R]>>
>

/** What the missing claims are made of. */
export interface FillIn {
  /** Seconds since 1970. */
  readonly now: number
  /** In seconds. */
  readonly lifetime: number
  readonly ids: IdKind
}

/**
 * The payload of a token: what the issuer gave, what was missing, and UUIDs in lower case [CLAIM-UUID-WRITTEN]. Nothing
 * is judged yet; `aud` and unknown claims stay as they are [CLAIM-AUD-WRITTEN-BACK].
 *
 * @throws EctError the codes of `plainJson`; `ECT_CLAIM_TYPE` with the cause when a getter throws
 */
export function completeClaims(given: unknown, profile: ClaimProfile, fillIn: FillIn): Record<string, JsonValue> {
  const claims = copyClaims(given, profile)
  const { iat = fillIn.now } = claims
  const { generated, single, parents } = profile.identifiers
  // Where iat is not a number the reader says so before it looks at exp.
  const payload: Record<string, JsonValue> = { iat, exp: typeof iat === 'number' ? iat + fillIn.lifetime : iat }
  for (const name of generated) if (claims[name] === undefined) payload[name] = crypto.randomUUID()
  Object.assign(payload, claims)
  for (const name of [...single, parents]) {
    const value = payload[name]
    if (value !== undefined) payload[name] = inCanonicalForm(value, fillIn.ids)
  }
  return payload
}

function inCanonicalForm(value: JsonValue, ids: IdKind): JsonValue {
  if (typeof value === 'string') return canonicalIdentifier(value, ids)
  return Array.isArray(value) ? value.map((entry: JsonValue) => inCanonicalForm(entry, ids)) : value
}

function copyClaims(given: unknown, profile: ClaimProfile): Record<string, JsonValue> {
  try {
    // The name of an unknown claim may come from outside, so no error names it.
    return plainJson(given, (name) => (Object.hasOwn(profile.claims, name) ? name : 'payload'))
  } catch (cause) {
    if (isEctError(cause)) throw cause
    // A getter or a proxy of the caller's.
    throw new EctError('ECT_CLAIM_TYPE', { path: 'payload', cause })
  }
}
