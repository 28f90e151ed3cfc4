/** One signature, judged by node:crypto, WebCrypto and noble. Noble has no RSA; there two opinions must do. */
import { createPublicKey, verify, webcrypto } from 'node:crypto'
import { ed25519 } from '@noble/curves/ed25519.js'
import { p256, p384, p521 } from '@noble/curves/nist.js'
import type { Jwk } from '../cases.ts'

/** What each library says. */
type Opinions = Readonly<Record<string, boolean>>

interface Algorithm {
  readonly hash: string | null
  readonly web: webcrypto.EcKeyImportParams | webcrypto.RsaHashedImportParams | { readonly name: string }
  readonly webVerify: webcrypto.EcdsaParams | webcrypto.RsaPssParams | { readonly name: string }
  readonly noble?: (signature: Uint8Array, input: Uint8Array, publicKey: Uint8Array) => boolean
}

const highS = { lowS: false } as const
const ecdsa = (namedCurve: string, hash: string): Pick<Algorithm, 'web' | 'webVerify'> => ({
  web: { name: 'ECDSA', namedCurve },
  webVerify: { name: 'ECDSA', hash },
})

/** By the curve of the key, or RSA: the algorithm follows from the key, never from the token. */
const algorithms: Readonly<Record<string, Algorithm>> = {
  'P-256': { hash: 'sha256', ...ecdsa('P-256', 'SHA-256'), noble: (s, i, k) => p256.verify(s, i, k, highS) },
  'P-384': { hash: 'sha384', ...ecdsa('P-384', 'SHA-384'), noble: (s, i, k) => p384.verify(s, i, k, highS) },
  'P-521': { hash: 'sha512', ...ecdsa('P-521', 'SHA-512'), noble: (s, i, k) => p521.verify(s, i, k, highS) },
  Ed25519: {
    hash: null,
    web: { name: 'Ed25519' },
    webVerify: { name: 'Ed25519' },
    noble: (s, i, k) => ed25519.verify(s, i, k),
  },
  RSA: {
    hash: 'sha256',
    web: { name: 'RSA-PSS', hash: 'SHA-256' },
    webVerify: { name: 'RSA-PSS', saltLength: 32 },
  },
}

/** A library that throws has not confirmed the signature. */
async function confirmed(judge: () => boolean | Promise<boolean>): Promise<boolean> {
  try {
    return await judge()
  } catch {
    return false
  }
}

const bytes = (value: unknown): Uint8Array => Uint8Array.from(Buffer.from(String(value ?? ''), 'base64url'))

/** The public key as noble takes it. */
function nobleKey(jwk: Jwk): Uint8Array {
  return jwk.kty === 'EC' ? Uint8Array.from([4, ...bytes(jwk.x), ...bytes(jwk.y)]) : bytes(jwk.x)
}

/** Asks every library whether the signature over `input` belongs to the key, whatever the key's other members say. */
export async function verifyThreeWays(jwk: Jwk, input: Uint8Array, signature: Uint8Array): Promise<Opinions> {
  const algorithm = algorithms[jwk.crv ?? jwk.kty]
  if (algorithm === undefined) return { none: false }
  const { kty, crv, x, y, n, e } = jwk
  const bare = Object.fromEntries(Object.entries({ kty, crv, x, y, n, e }).filter(([, value]) => value !== undefined))
  const { noble } = algorithm
  return {
    node: await confirmed(() => verifyWithNode(bare, algorithm, input, signature)),
    webcrypto: await confirmed(async () => {
      const imported = await webcrypto.subtle.importKey('jwk', bare, algorithm.web, false, ['verify'])
      return webcrypto.subtle.verify(algorithm.webVerify, imported, Uint8Array.from(signature), Uint8Array.from(input))
    }),
    ...(noble === undefined ? {} : { noble: await confirmed(() => noble(signature, input, nobleKey(jwk))) }),
  }
}

function verifyWithNode(
  bare: object,
  { hash, webVerify }: Algorithm,
  input: Uint8Array,
  signature: Uint8Array,
): boolean {
  const key = createPublicKey({ key: { ...bare }, format: 'jwk' })
  const pss = 'saltLength' in webVerify ? { padding: 6, saltLength: webVerify.saltLength } : {}
  return verify(hash, input, { key, dsaEncoding: 'ieee-p1363', ...pss }, signature)
}
