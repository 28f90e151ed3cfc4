/** Compact tokens, right or wrong in exactly the way a case asks for. */

import { alice, bob, jti, type KeyName, key, now, tid } from './cast.ts'
import { type Members, objectText } from './json-text.ts'
import { sign } from './sign.ts'

/** Text, or bytes where they are not UTF-8. */
type Content = string | Uint8Array

/** How a token differs from the plain one: header and payload members, or whole texts, key and signature. */
export interface TokenParts {
  /** Members that replace or follow those of the plain header; `undefined` removes one. */
  readonly header?: Members
  /** Members that replace or follow those of the plain payload; `undefined` removes one. */
  readonly claims?: Members
  /** The whole header, instead of members. */
  readonly headerText?: Content
  /** The whole payload, instead of members. */
  readonly payloadText?: Content
  /** The key that signs, and whose name is the kid unless `header` says otherwise. */
  readonly key?: KeyName
  /** Replaces the signature. Gets the right one and the signing input. */
  readonly signature?: (right: Uint8Array, input: Uint8Array) => Uint8Array
  /** Changes the encoded segments before they are signed (the first two) and joined. */
  readonly segments?: (header: string, payload: string) => readonly [string, string]
}

/** base64url without padding. */
export function base64url(content: Content): string {
  return Buffer.from(content).toString('base64url')
}

/** The claims of the plain task: a root without workflow, one minute old, for bob. */
export const plainClaims: Members = {
  iss: alice,
  aud: bob,
  iat: now - 60,
  exp: now + 540,
  jti: jti(1),
  tid: tid(1),
  exec_act: 'review_requirements_spec',
  par: [],
  pol: 'spec_review_policy_v2',
  pol_decision: 'approved',
}

const algorithms = { 'P-256': 'ES256', 'P-384': 'ES384', 'P-521': 'ES512', Ed25519: 'EdDSA', RSA: 'PS256' } as const

/** The payload text of the plain task with these changes. */
export function payloadText(claims: Members = {}): string {
  return objectText({ ...plainClaims, ...claims })
}

/** The header text of the plain token with these changes. */
export function headerText(header: Members = {}, name: KeyName = 'alice-key'): string {
  return objectText({ alg: algorithms[key(name).kind], typ: 'wimse-exec+jwt', kid: name, ...header })
}

/** Builds and signs a token. Without parts it is the plain one, signed by alice. */
export function ect(parts: TokenParts = {}): string {
  const signer = key(parts.key ?? 'alice-key')
  const header = base64url(parts.headerText ?? headerText(parts.header, parts.key))
  const payload = base64url(parts.payloadText ?? payloadText(parts.claims))
  const [first, second] = parts.segments?.(header, payload) ?? [header, payload]
  const input = new TextEncoder().encode(`${first}.${second}`)
  const right = sign(signer, input)
  return `${first}.${second}.${base64url(parts.signature?.(right, input) ?? right)}`
}
