import { constants, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import type { SignatureAlgorithm } from '@wimse-ect/claims'
import type { JWK } from 'jose'

/** A key pair for one algorithm. */
export interface Signer {
  readonly alg: SignatureAlgorithm
  /** The public key: key type, curve and numbers only. */
  readonly jwk: JWK
  sign(input: string): Uint8Array
}

/** Ways to sign PS256 wrongly. */
export interface RsaOptions {
  /** Default `'pss'`. */
  readonly padding?: 'pss' | 'pkcs1'
  /** Bytes of salt. Default 32. */
  readonly saltLength?: number
}

/** Makes a fresh key pair. */
export function makeSigner(alg: SignatureAlgorithm, rsa: RsaOptions = {}): Signer {
  const { privateKey, publicKey } = generate(alg)
  const sign = alg === 'PS256' ? rsaSigner(privateKey, rsa) : signer(digests[alg], privateKey)
  return { alg, jwk: jwkOf(publicKey), sign }
}

const digests = { ES256: 'sha256', ES384: 'sha384', ES512: 'sha512', EdDSA: null, Ed25519: null } as const

function generate(alg: SignatureAlgorithm): { privateKey: KeyObject; publicKey: KeyObject } {
  switch (alg) {
    case 'ES256':
      return generateKeyPairSync('ec', { namedCurve: 'P-256' })
    case 'ES384':
      return generateKeyPairSync('ec', { namedCurve: 'P-384' })
    case 'ES512':
      return generateKeyPairSync('ec', { namedCurve: 'P-521' })
    case 'EdDSA':
    case 'Ed25519':
      return generateKeyPairSync('ed25519')
    case 'PS256':
      return generateKeyPairSync('rsa', { modulusLength: 2048 })
  }
}

/** Through DER: Node 20 can hang when a freshly generated key is exported as JWK. */
function jwkOf(publicKey: KeyObject): JWK {
  const key = publicKey.export({ format: 'der', type: 'spki' })
  return createPublicKey({ key, format: 'der', type: 'spki' }).export({ format: 'jwk' })
}

function signer(digest: string | null, key: KeyObject): Signer['sign'] {
  return (input) => new Uint8Array(sign(digest, Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }))
}

function rsaSigner(key: KeyObject, { padding = 'pss', saltLength = 32 }: RsaOptions): Signer['sign'] {
  const options = padding === 'pss' ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength } : {}
  return (input) => new Uint8Array(sign('sha256', Buffer.from(input), { key, ...options }))
}
