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

/** Makes a fresh key pair. */
export function makeSigner(alg: SignatureAlgorithm): Signer {
  const { privateKey, publicKey } = generate(alg)
  return { alg, jwk: jwkOf(publicKey), sign: (input) => signatureOf(input, alg, privateKey) }
}

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
export function jwkOf(publicKey: KeyObject): JWK {
  const der = publicKey.export({ format: 'der', type: 'spki' })
  return createPublicKey({ key: der, format: 'der', type: 'spki' }).export({ format: 'jwk' })
}

const digests = { ES256: 'sha256', ES384: 'sha384', ES512: 'sha512', EdDSA: null, Ed25519: null, PS256: 'sha256' }

function signatureOf(input: string, alg: SignatureAlgorithm, key: KeyObject): Uint8Array {
  const options = {
    dsaEncoding: 'ieee-p1363',
    ...(alg === 'PS256' ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 } : {}),
  } as const
  return new Uint8Array(sign(digests[alg], Buffer.from(input), { key, ...options }))
}
