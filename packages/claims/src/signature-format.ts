import type { SignatureAlgorithm } from './algorithms.ts'
import { decodeBase64url } from './base64url.ts'

/** Bytes of a signature in JOSE form (RFC 7518, RFC 8037); for PS256 those of the shortest key. */
export const signatureBytes: Readonly<Record<SignatureAlgorithm, number>> = {
  ES256: 64,
  ES384: 96,
  ES512: 132,
  EdDSA: 64,
  Ed25519: 64,
  PS256: 256,
}

/** The digest that an algorithm signs, as `node:crypto` names it; Ed25519 digests by itself (RFC 8032). */
export const signatureDigests: Readonly<Record<SignatureAlgorithm, string | null>> = {
  ES256: 'sha256',
  ES384: 'sha384',
  ES512: 'sha512',
  EdDSA: null,
  Ed25519: null,
  PS256: 'sha256',
}

/** Orders of P-256, P-384 and P-521 (SP 800-186), written as in a JWK, each as long as one half of a signature. */
const orders: Partial<Readonly<Record<SignatureAlgorithm, Uint8Array>>> = {
  ES256: decodeBase64url('_____wAAAAD__________7zm-q2nF56E87nKwvxjJVE', 'order'),
  ES384: decodeBase64url('________________________________x2NNgfQ3Ld9YGg2ySLCneuzsGWrMxSlz', 'order'),
  ES512: decodeBase64url(
    'Af__________________________________________-lGGh4O_L5Zrf8wBSPcJpdA7tcm4iZxHrrtvtx6ROGQJ',
    'order',
  ),
}

/**
 * True when a signature has the length of its algorithm [ENV-SIG-LENGTH] and, for ECDSA, r and s are in 1..n-1
 * [ENV-SIG-RANGE].
 *
 * Crypto libraries do not quite agree on this; judged here, a signature is malformed on every platform or on none. High
 * s passes, as JWS allows [ENV-SIG-HIGH-S]. The exact length of an RSA signature is that of its key, which the crypto
 * library checks.
 */
export function isWellFormedSignature(signature: Uint8Array, alg: SignatureAlgorithm): boolean {
  if (alg === 'PS256') return signature.length >= signatureBytes.PS256
  if (signature.length !== signatureBytes[alg]) return false
  const order = orders[alg]
  return order === undefined || (isInRange(signature, 0, order) && isInRange(signature, order.length, order))
}

/** True for a number in 1..order-1 that starts at `from`. Loops: the methods of arrays cost ten times as much. */
function isInRange(bytes: Uint8Array, from: number, order: Uint8Array): boolean {
  let at = 0
  while (at < order.length && bytes[from + at] === order[at]) at++
  return (bytes[from + at] ?? 0) < (order[at] ?? 0) && !isZero(bytes, from, from + order.length)
}

function isZero(bytes: Uint8Array, from: number, end: number): boolean {
  for (let at = from; at < end; at++) if (bytes[at] !== 0) return false
  return true
}
