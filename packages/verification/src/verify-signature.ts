import { encodeBase64url, type SignatureAlgorithm } from '@wimse-ect/claims'
import type { JWK } from 'jose'
import { compactVerify } from 'jose/jws/compact/verify'
import { importJWK } from 'jose/key/import'
import type { SignatureCheck } from './signature-check.ts'

/** What WebCrypto has to be told where it is asked without jose, which verifies nothing but JWS. */
const parameters: Readonly<Record<SignatureAlgorithm, AlgorithmIdentifier | EcdsaParams | RsaPssParams>> = {
  ES256: { name: 'ECDSA', hash: 'SHA-256' },
  ES384: { name: 'ECDSA', hash: 'SHA-384' },
  ES512: { name: 'ECDSA', hash: 'SHA-512' },
  EdDSA: { name: 'Ed25519' },
  Ed25519: { name: 'Ed25519' },
  PS256: { name: 'RSA-PSS', saltLength: 32 },
}

/** The portable {@link SignatureCheck}, for browsers and workers: jose over WebCrypto. */
export async function makeSignatureCheck(jwk: JWK, alg: SignatureAlgorithm): Promise<SignatureCheck> {
  // Only what makes up the key: WebCrypto refuses some key_ops and ext that `checkKeyFits` and Node let pass.
  const { kty, crv, x, y, n, e } = jwk
  const key = await importJWK({ kty, crv, x, y, n, e } as JWK, alg)
  if (key instanceof Uint8Array) throw new TypeError('the JWK is a shared secret')
  return async (signed, signature) => {
    try {
      if (typeof signed !== 'string') {
        return await crypto.subtle.verify(parameters[alg], key, new Uint8Array(signature), new Uint8Array(signed))
      }
      await compactVerify(`${signed}.${encodeBase64url(signature)}`, key, { algorithms: [alg] })
      return true
    } catch {
      return false
    }
  }
}
