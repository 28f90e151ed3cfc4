import { constants, createPublicKey, verify } from 'node:crypto'
import { type SignatureAlgorithm, signatureDigests } from '@wimse-ect/claims'
import type { JWK } from 'jose'
import type { SignatureCheck } from '../signature-check.ts'
import { joseToDer } from './jose-to-der.ts'

const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }

/**
 * The {@link SignatureCheck} of Node: `node:crypto`, synchronous. A round trip through the thread pool costs more than
 * the signature, and the `ieee-p1363` encoding of Node 24 more than turning r || s into DER here.
 */
export async function makeSignatureCheck(jwk: JWK, alg: SignatureAlgorithm): Promise<SignatureCheck> {
  const publicKey = createPublicKey({ key: { ...jwk }, format: 'jwk' })
  const key = alg === 'PS256' ? { key: publicKey, ...pss } : publicKey
  const isEcdsa = publicKey.asymmetricKeyType === 'ec'
  const digest = signatureDigests[alg]
  return (signed, signature) => verify(digest, Buffer.from(signed), key, isEcdsa ? joseToDer(signature) : signature)
}
