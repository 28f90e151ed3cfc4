import type { JWK } from 'jose'
import type { KeyResolver, VerificationKey } from './verification-key.ts'

/**
 * A key of a key set: a public JWK that also says whose it is and how long it is valid.
 * `nbf`, `exp` and `revoked` are those of OpenID Federation's historical keys.
 */
export interface KeySetMember extends JWK {
  /** SPIFFE ID of the owner; without it the key cannot verify an ECT. */
  readonly sub?: string
  /** First second at which the key is valid. */
  readonly nbf?: number
  /** First second at which it is no longer valid. */
  readonly exp?: number
  /** `true`, or an object that says when and why. */
  readonly revoked?: boolean | object
}

/** A JSON Web Key Set (RFC 7517 section 5). */
export interface KeySet {
  readonly keys: readonly KeySetMember[]
}

/**
 * Resolves keys from a JWK set in memory. The set is read once: a key that is revoked later needs a new resolver.
 *
 * @throws TypeError for something that is no key set, for two keys with one `kid`, since which of them is meant would
 * depend on the reader [VERIFY-KEYSET-KID-UNIQUE], and for `sub`, `nbf`, `exp` or `revoked` of a wrong type
 */
export function jwksKeys(set: KeySet): KeyResolver {
  const keys = indexKeySet(set)
  return (kid) => keys.get(kid)
}

/** The keys of a set by `kid`; keys without one cannot be named and are left out. Throws like {@link jwksKeys}. */
export function indexKeySet(set: KeySet): ReadonlyMap<string, VerificationKey> {
  const members: readonly KeySetMember[] | undefined = set?.keys
  if (!Array.isArray(members)) throw new TypeError('a key set is an object with an array in keys')
  const index = new Map<string, VerificationKey>()
  for (const member of members as readonly KeySetMember[]) {
    if (member?.kid === undefined) continue
    if (index.has(member.kid)) throw new TypeError('two keys of the set have one kid')
    index.set(member.kid, verificationKey(member))
  }
  return index
}

function verificationKey(member: KeySetMember): VerificationKey {
  const { sub, nbf, exp, revoked } = member
  if (sub !== undefined && typeof sub !== 'string') throw new TypeError('sub of a key is not a string')
  for (const time of [nbf, exp]) {
    if (time !== undefined && !Number.isFinite(time)) throw new TypeError('nbf or exp of a key is not a number')
  }
  if (revoked !== undefined && typeof revoked !== 'boolean' && (typeof revoked !== 'object' || revoked === null)) {
    throw new TypeError('revoked of a key is neither a boolean nor an object')
  }
  return {
    jwk: member,
    subject: sub,
    notBefore: nbf,
    expiresAt: exp,
    revoked: revoked !== undefined && revoked !== false,
  }
}
