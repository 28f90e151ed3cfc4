import { checkKid, type SignatureAlgorithm } from '@wimse-ect/claims'
import type { JWK } from 'jose'
import { localSignature } from '#local-signature'
import { algorithmOfKey } from './algorithm-of-key.ts'
import { keyNumbers, publicJwkOf } from './jwk.ts'
import { makeSigner, type SignBytes, type Signer } from './signer.ts'
import { importCryptoKey, verifyWithCryptoKey } from './web-crypto.ts'

/** What a JWK may leave open. */
export interface JwkSignerOptions {
  /** Name of the key in the token. Default: the JWK's own `kid`. */
  readonly kid?: string | undefined
  /** Algorithm to sign with. Default: the JWK's own `alg`, else the only one of its curve. */
  readonly alg?: SignatureAlgorithm | undefined
}

const probe = new TextEncoder().encode('do the two halves of this key belong together?')

/**
 * A signer from a private JWK, such as `generateKey` gives.
 *
 * `kty`, `crv`, `use`, `key_ops` and `alg` are judged, and the two halves of the key are tried against each other: with
 * halves of two keys every token would be refused by everybody else. An owner in `sub` is kept, see {@link Signer}.
 *
 * @throws TypeError for a key that does not fit or cannot be imported; EctError `ECT_HEADER_KID`, also when `kid` is
 * in neither place
 */
export async function signerFromJwk(jwk: JWK, options: JwkSignerOptions = {}): Promise<Signer> {
  const alg = algorithmOfKey(jwk, options.alg, 'sign')
  const kid = checkKid(options.kid ?? jwk.kid)
  const publicJwk = publicJwkOf(jwk, kid, alg)
  const sign = await importLocal(jwk, alg)
  if (!(await confirms(publicJwk, alg, sign))) throw new TypeError('the two halves of the JWK do not belong together')
  return makeSigner({ alg, kid, publicJwk, sign })
}

async function importLocal(jwk: JWK, alg: SignatureAlgorithm): Promise<SignBytes> {
  try {
    return await localSignature(keyNumbers(jwk), alg)
  } catch (cause) {
    throw new TypeError(`the JWK cannot be imported as a private key for ${alg}`, { cause })
  }
}

async function confirms(publicJwk: JWK, alg: SignatureAlgorithm, sign: SignBytes): Promise<boolean> {
  try {
    const key = await importCryptoKey(publicJwk, alg)
    return await verifyWithCryptoKey(key, alg, new Uint8Array(await sign(probe)), probe)
  } catch {
    return false // halves that no library takes as one key
  }
}
