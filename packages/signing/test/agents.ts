import { constants, createPublicKey, verify } from 'node:crypto'
import { type DecodedEct, decodeEct, type SignatureAlgorithm, signatureAlgorithms } from '@wimse-ect/claims'
import type { JWK } from 'jose'
import { type ClaimsToSign, type ExtractableKey, generateKey } from '../src/index.ts'

export const alice = 'spiffe://example.com/agent/alice'
export const bob = 'spiffe://example.com/agent/bob'
export const mallory = 'spiffe://example.com/agent/mallory'

/** The moment at which the tests take place, seconds since 1970. */
export const now = 1_800_000_000

/** What alice says about a task without parents; the rest is filled in. */
export const rootTask: ClaimsToSign<'execution-context-00'> = {
  iss: alice,
  aud: bob,
  exec_act: 'review_spec',
  par: [],
  pol: 'policy_v1',
  pol_decision: 'approved',
}

/** One key of alice's per algorithm. */
export async function keyPerAlgorithm(): Promise<Readonly<Record<SignatureAlgorithm, ExtractableKey>>> {
  const keys = signatureAlgorithms.map((alg) =>
    generateKey({ kid: `alice-${alg}`, subject: alice, alg, extractable: true }).then((key) => [alg, key] as const),
  )
  return Object.fromEntries(await Promise.all(keys)) as Record<SignatureAlgorithm, ExtractableKey>
}

/** Takes a token apart. */
export function read(compact: string): DecodedEct {
  return decodeEct(compact)
}

const digests: Readonly<Record<string, string>> = { ES256: 'sha256', ES384: 'sha384', ES512: 'sha512', PS256: 'sha256' }

/** The opinion of node:crypto on the signature of a token. */
export function verifiesInNode(compact: string, publicJwk: JWK): boolean {
  const { header, signature, signingInput } = decodeEct(compact)
  return verifiesBytesInNode(new TextEncoder().encode(signingInput), signature, header.alg, publicJwk)
}

/** The opinion of node:crypto on a signature in JOSE form. */
export function verifiesBytesInNode(bytes: Uint8Array, signature: Uint8Array, alg: string, publicJwk: JWK): boolean {
  const key = createPublicKey({ key: publicJwk, format: 'jwk' })
  const rsa = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
  const options = alg === 'PS256' ? { key, ...rsa } : { key, dsaEncoding: 'ieee-p1363' as const }
  return verify(digests[alg], bytes, options, signature)
}
