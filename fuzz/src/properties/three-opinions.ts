import { ed25519 } from '@noble/curves/ed25519.js'
import { p256, p384, p521 } from '@noble/curves/nist.js'
import { isWellFormedSignature, type SignatureAlgorithm, unfitKeyMember } from '@wimse-ect/claims'
import type { JWK } from 'jose'
import { makeSignatureCheck as onNode } from '../../../packages/verification/src/node/verify-signature.ts'
import { makeSignatureCheck as overWebCrypto } from '../../../packages/verification/src/verify-signature.ts'

/** What of a key and a signature is judged before any implementation of signatures is asked. */
export function isJudged(jwk: JWK, alg: SignatureAlgorithm, signature: Uint8Array): boolean {
  return unfitKeyMember(jwk, alg, 'verify') === undefined && isWellFormedSignature(signature, alg)
}

/** Whether the signature is good, say `node:crypto`, WebCrypto and, where it has the algorithm, noble. */
export async function opinionsOn(
  jwk: JWK,
  alg: SignatureAlgorithm,
  input: string,
  signature: Uint8Array,
): Promise<readonly boolean[]> {
  const ours = [onNode, overWebCrypto].map(async (make) => {
    const check = await make(jwk, alg).catch(() => undefined)
    return check === undefined ? false : check(input, signature)
  })
  const opinions = await Promise.all(ours)
  return alg === 'PS256' ? opinions : [...opinions, isGoodForNoble(jwk, alg, input, signature)]
}

const curves = { ES256: p256, ES384: p384, ES512: p521 } as const

function isGoodForNoble(
  jwk: JWK,
  alg: Exclude<SignatureAlgorithm, 'PS256'>,
  input: string,
  signature: Uint8Array,
): boolean {
  const message = new TextEncoder().encode(input)
  const [x, y] = [octets(jwk.x), octets(jwk.y)]
  try {
    if (alg === 'EdDSA' || alg === 'Ed25519') return ed25519.verify(signature, message, x, { zip215: false })
    return curves[alg].verify(signature, message, Uint8Array.of(4, ...x, ...y), { lowS: false })
  } catch {
    return false
  }
}

function octets(member: string | undefined): Uint8Array {
  return new Uint8Array(Buffer.from(member ?? '', 'base64url'))
}
