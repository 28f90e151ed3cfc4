import type { SignatureAlgorithm } from '@wimse-ect/claims'
import type { JWK } from 'jose'

// Type aliases like jose's, not interfaces: only those can be passed where Node and the DOM want a `JsonWebKey`.

/** A JWK that also says whose it is: the form in which key sets publish public keys. */
export type OwnedJwk = JWK & {
  /** SPIFFE ID of the owner. */
  readonly sub?: string
}

/** A JWK with everything a verifier needs to accept its owner's tokens, and a signer to make them. */
export type CompleteJwk = OwnedJwk & {
  readonly kid: string
  readonly alg: SignatureAlgorithm
  readonly use: 'sig'
  readonly sub: string
}

const publicMembers = ['kty', 'crv', 'x', 'y', 'n', 'e'] as const
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi'] as const

/** The numbers of a key, both halves of them if there are two, without any other member. */
export function keyNumbers(jwk: JWK): JWK {
  return pick(jwk, [...publicMembers, ...privateMembers])
}

/** The numbers of the public half. */
export function publicNumbers(jwk: JWK): JWK {
  return pick(jwk, publicMembers)
}

/** The public half of a key, named and with its purpose; the owner is kept when the key names one. */
export function publicJwkOf(jwk: OwnedJwk, kid: string, alg: SignatureAlgorithm): OwnedJwk {
  const owner = jwk.sub === undefined ? {} : { sub: jwk.sub }
  return Object.freeze({ ...publicNumbers(jwk), kid, alg, use: 'sig', ...owner })
}

function pick(jwk: JWK, names: readonly (keyof JWK)[]): JWK {
  const present = names.filter((name) => jwk[name] !== undefined)
  // Crypto libraries quote a member of another type in their errors; a string they do not.
  for (const name of present) {
    if (typeof jwk[name] !== 'string') throw new TypeError(`member ${name} of the JWK must be a string`)
  }
  return Object.fromEntries(present.map((name) => [name, jwk[name]]))
}
