import { checkKid, type SignatureAlgorithm, signatureBytes } from '@wimse-ect/claims'
import type { CryptoKey } from 'jose'
import { checkAlgorithm } from './algorithm-of-key.ts'
import { makeSigner, type Signer } from './signer.ts'
import { signWithCryptoKey } from './web-crypto.ts'

/** What a private key without metadata leaves open. */
export interface KeySignerOptions {
  /** Name of the key in the token, as the verifier's key source knows it. */
  readonly kid: string
  /** Algorithm to sign with. */
  readonly alg: SignatureAlgorithm
}

/** An RSA signature is as long as its key. */
const minRsaBits = 8 * signatureBytes.PS256

/** How WebCrypto describes the keys of an algorithm. */
const descriptions: Readonly<Record<SignatureAlgorithm, string>> = {
  ES256: 'ECDSA P-256',
  ES384: 'ECDSA P-384',
  ES512: 'ECDSA P-521',
  EdDSA: 'Ed25519',
  Ed25519: 'Ed25519',
  PS256: 'RSA-PSS SHA-256',
}

/**
 * A signer from a private WebCrypto key, which need not be extractable.
 *
 * @throws TypeError for a key that is not private, not for signing or not for `alg`; EctError `ECT_HEADER_KID`
 */
export async function signerFromCryptoKey(key: CryptoKey, options: KeySignerOptions): Promise<Signer> {
  const alg = checkAlgorithm(options.alg)
  const kid = checkKid(options.kid)
  if (key?.type !== 'private' || !key.usages?.includes('sign')) {
    throw new TypeError('the key must be a private CryptoKey with the usage sign')
  }
  const { name, namedCurve, hash, modulusLength }: Partial<EcKeyAlgorithm & RsaHashedKeyAlgorithm> = key.algorithm
  const description = [name, namedCurve, hash?.name].filter((part) => part !== undefined).join(' ')
  if (description !== descriptions[alg] || (modulusLength ?? minRsaBits) < minRsaBits) {
    throw new TypeError(`the CryptoKey does not fit ${alg}`)
  }
  return makeSigner({ alg, kid, sign: signWithCryptoKey(key, alg) })
}
