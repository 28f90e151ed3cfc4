import type { ExecutionContext00Claims } from '@wimse-ect/claims'
import { alice, bob } from './cast.ts'
import type { Signer } from './signer.ts'

/** The second in which bob judges, one minute after alice issued. */
export const now = 1_772_000_060

/** A valid UUID that ends in `n`. */
export function uuid(n: number): string {
  return `a0000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`
}

/** A root task of alice with the required claims only; every rule accepts it. */
export const rootClaims: ExecutionContext00Claims = {
  iss: alice.id,
  aud: [bob.id],
  iat: now - 60,
  exp: now + 540,
  jti: uuid(1),
  tid: uuid(2),
  exec_act: 'review_spec',
  par: [],
  pol: 'policy_v1',
  pol_decision: 'approved',
}

/** How a token differs from alice's root task. */
export interface TokenParts {
  /** Header members that replace or follow the usual ones; `undefined` removes one. */
  readonly header?: object
  /** Claims that replace or follow those of {@link rootClaims}; `undefined` removes one. */
  readonly claims?: object
  /** Payload text, instead of claims. */
  readonly payload?: string
  /** Who signs; its `kid`, when it has one, stands in the header. Default alice. */
  readonly signer?: Signer & { readonly kid?: string; readonly id?: string }
}

/** A signed compact ECT. */
export function ect({ header, claims, payload, signer = alice }: TokenParts = {}): string {
  const issuer = signer.id ?? alice.id
  return jws(
    { typ: 'wimse-exec+jwt', alg: signer.alg, kid: signer.kid ?? alice.kid, ...header },
    payload ?? { ...rootClaims, iss: issuer, ...claims },
    signer,
  )
}

/** A signed compact JWS of any header and payload; text is taken as it is. */
export function jws(header: object, payload: object | string, signer: Signer): string {
  const input = `${segment(header)}.${segment(payload)}`
  return `${input}.${base64url(signer.sign(input))}`
}

function segment(content: object | string): string {
  return base64url(typeof content === 'string' ? content : JSON.stringify(content))
}

export function base64url(content: string | Uint8Array): string {
  return Buffer.from(content).toString('base64url')
}

/** The token with another signature. */
export function withSignature(compact: string, change: (signature: Uint8Array) => Uint8Array): string {
  const end = compact.lastIndexOf('.') + 1
  return compact.slice(0, end) + base64url(change(Buffer.from(compact.slice(end), 'base64url')))
}

/** The bytes with one bit of the last one changed. */
export function flipped(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from(bytes, (byte, at) => (at === bytes.length - 1 ? byte ^ 1 : byte))
}
