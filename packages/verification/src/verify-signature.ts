import { encodeBase64url, type SignatureAlgorithm } from '@wimse-ect/claims'
import type { JWK } from 'jose'
import { compactVerify } from 'jose/jws/compact/verify'
import { importJWK } from 'jose/key/import'
import type { SignatureCheck } from './signature-check.ts'

/** The portable {@link SignatureCheck}, for browsers and workers: jose over WebCrypto. */
export async function signatureCheck(jwk: JWK, alg: SignatureAlgorithm): Promise<SignatureCheck> {
  const key = await importJWK(jwk, alg)
  return async (signingInput, signature) => {
    try {
      await compactVerify(`${signingInput}.${encodeBase64url(signature)}`, key, { algorithms: [alg] })
      return true
    } catch {
      return false
    }
  }
}
