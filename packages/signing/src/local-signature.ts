import type { SignatureAlgorithm } from '@wimse-ect/claims'
import type { JWK } from 'jose'
import type { SignBytes } from './signer.ts'
import { importCryptoKey, signWithCryptoKey } from './web-crypto.ts'

/** Signing with a private key at hand, over WebCrypto: for browsers and workers. */
export async function localSignature(privateJwk: JWK, alg: SignatureAlgorithm): Promise<SignBytes> {
  return signWithCryptoKey(await importCryptoKey(privateJwk, alg), alg)
}
