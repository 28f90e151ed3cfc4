/**
 * Private keys that nobody can mistake for real ones: each is the hash of its own label, reduced into the range of its curve.
 * The RSA key cannot be made that way and stands in a file.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { ECDSA } from '@noble/curves/abstract/weierstrass.js'
import { ed25519 } from '@noble/curves/ed25519.js'
import { p256, p384, p521 } from '@noble/curves/nist.js'
import type { Jwk } from '../cases.ts'

/** The key types of the suite, by the curve or `RSA`. */
type KeyKind = 'P-256' | 'P-384' | 'P-521' | 'Ed25519' | 'RSA'

/** A key pair whose private half everybody knows. */
export interface TestKey {
  readonly kid: string
  readonly kind: KeyKind
  /** Big-endian scalar or seed; empty for RSA. */
  readonly secret: Uint8Array
  /** Only kty, crv and the public numbers. */
  readonly publicJwk: Jwk
  readonly privateJwk: Jwk
}

/** The NIST curves by the name that JWKs give them. */
export const nistCurves: Readonly<Record<'P-256' | 'P-384' | 'P-521', ECDSA>> = {
  'P-256': p256,
  'P-384': p384,
  'P-521': p521,
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url')

/** Makes the key of a label. The same label and kind always give the same key. */
export function testKey(kid: string, kind: KeyKind): TestKey {
  if (kind === 'RSA') return rsaKey(kid)
  const { secret, publicJwk } = kind === 'Ed25519' ? edwardsKey(kid) : nistKey(kid, kind)
  return { kid, kind, secret, publicJwk, privateJwk: { ...publicJwk, d: text(secret) } }
}

function stretch(label: string, length: number): Buffer {
  const block = (counter: number): Buffer =>
    createHash('sha512').update(`wimse-ect conformance, test only, not secret: ${label} ${counter}`).digest()
  return Buffer.concat([block(0), block(1)]).subarray(0, length)
}

function nistKey(label: string, crv: keyof typeof nistCurves): { secret: Uint8Array; publicJwk: Jwk } {
  const curve = nistCurves[crv]
  const length = curve.lengths.secretKey ?? 0
  const order = curve.Point.CURVE().n
  const scalar = (BigInt(`0x${stretch(label, length).toString('hex')}`) % (order - 1n)) + 1n
  const secret = Uint8Array.from(Buffer.from(scalar.toString(16).padStart(2 * length, '0'), 'hex'))
  const point = curve.getPublicKey(secret, false)
  const publicJwk = { kty: 'EC', crv, x: text(point.subarray(1, 1 + length)), y: text(point.subarray(1 + length)) }
  return { secret, publicJwk }
}

function edwardsKey(label: string): { secret: Uint8Array; publicJwk: Jwk } {
  const secret = Uint8Array.from(stretch(label, 32))
  return { secret, publicJwk: { kty: 'OKP', crv: 'Ed25519', x: text(ed25519.getPublicKey(secret)) } }
}

function rsaKey(kid: string): TestKey {
  const privateJwk = JSON.parse(readFileSync(new URL('./rsa-test-key.json', import.meta.url), 'utf8')) as Jwk
  const { kty, n, e } = privateJwk
  return { kid, kind: 'RSA', secret: new Uint8Array(), publicJwk: { kty, n, e }, privateJwk }
}
