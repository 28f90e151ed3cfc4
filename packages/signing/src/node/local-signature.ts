import { constants, createPrivateKey, sign } from 'node:crypto'
import { type SignatureAlgorithm, signatureDigests } from '@wimse-ect/claims'
import type { JWK } from 'jose'
import { derToJoseSignature, isEcdsaAlgorithm } from '../der-to-jose-signature.ts'
import type { SignBytes } from '../signer.ts'

const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }

/**
 * Signing with a private key at hand, over `node:crypto` and synchronous: a round trip through the thread pool costs
 * more than an ECDSA signature, and the `ieee-p1363` encoding of Node 24 more than taking DER apart here.
 */
export async function localSignature(privateJwk: JWK, alg: SignatureAlgorithm): Promise<SignBytes> {
  const privateKey = createPrivateKey({ key: privateJwk, format: 'jwk' })
  const key = alg === 'PS256' ? { key: privateKey, ...pss } : privateKey
  return (bytes) => {
    const signature = sign(signatureDigests[alg], bytes, key)
    return isEcdsaAlgorithm(alg) ? derToJoseSignature(signature, alg) : new Uint8Array(signature)
  }
}
