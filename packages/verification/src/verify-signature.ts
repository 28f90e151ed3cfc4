import { encodeBase64url, type SignatureAlgorithm } from '@wimse-ect/claims'
import type { JWK } from 'jose'
import { compactVerify } from 'jose/jws/compact/verify'
import { importJWK } from 'jose/key/import'
import type { SignatureCheck } from './signature-check.ts'

/** The portable {@link SignatureCheck}, for browsers and workers: jose over WebCrypto. */
export async function makeSignatureCheck(jwk: JWK, alg: SignatureAlgorithm): Promise<SignatureCheck> {
  // Only what makes up the key: WebCrypto refuses some key_ops and ext that `checkKeyFits` and Node let pass.
  const { kty, crv, x, y, n, e } = jwk
  const key = await importJWK({ kty, crv, x, y, n, e } as JWK, alg)
  return async (signingInput, signature) => {
    try {
      await compactVerify(`${signingInput}.${encodeBase64url(signature)}`, key, { algorithms: [alg] })
      return true
    } catch {
      return false
    }
  }
}
