import { isSignatureAlgorithm, type SignatureAlgorithm, signatureAlgorithms, unfitKeyMember } from '@wimse-ect/claims'
import type { JWK } from 'jose'

/** Curves that leave no choice of algorithm; an Ed25519 key has two names for it, an RSA key several algorithms. */
const algorithmOfCurve: Readonly<Record<string, SignatureAlgorithm>> = {
  'P-256': 'ES256',
  'P-384': 'ES384',
  'P-521': 'ES512',
}

/** Throws a TypeError for an algorithm that no ECT is signed with, such as `none` and the symmetric ones. */
export function checkAlgorithm(alg: unknown): SignatureAlgorithm {
  if (!isSignatureAlgorithm(alg)) throw new TypeError(`alg must be one of ${signatureAlgorithms.join(', ')}`)
  return alg
}

/**
 * The algorithm a key is used with: the one that the caller states, else the key's own, else the only one of its curve.
 *
 * @throws TypeError when the key does not fit it or the operation (RFC 8725 section 3.1): a key meant for encryption,
 * or a public one, would otherwise sign or fail later, far from where it was configured
 */
export function algorithmOfKey(
  jwk: JWK,
  stated: SignatureAlgorithm | undefined,
  operation: 'sign' | 'verify',
): SignatureAlgorithm {
  if (typeof jwk !== 'object' || jwk === null) throw new TypeError('the key must be a JWK')
  const alg = checkAlgorithm(stated ?? jwk.alg ?? algorithmOfCurve[String(jwk.crv)])
  const member = unfitKeyMember(jwk, alg, operation)
  if (member !== undefined) throw new TypeError(`the JWK does not fit ${alg}: see its member ${member}`)
  return alg
}
