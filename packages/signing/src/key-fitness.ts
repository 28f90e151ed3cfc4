import { isSignatureAlgorithm, type SignatureAlgorithm, tryDecodeBase64url } from '@wimse-ect/claims'
import type { JWK } from 'jose'

interface KeyShape {
  readonly kty: string
  readonly crv?: string
}

const shapes: Readonly<Record<SignatureAlgorithm, KeyShape>> = {
  ES256: { kty: 'EC', crv: 'P-256' },
  ES384: { kty: 'EC', crv: 'P-384' },
  ES512: { kty: 'EC', crv: 'P-521' },
  EdDSA: { kty: 'OKP', crv: 'Ed25519' },
  Ed25519: { kty: 'OKP', crv: 'Ed25519' },
  PS256: { kty: 'RSA' },
}

/** Curves that leave no choice of algorithm; an Ed25519 key has two names for it, an RSA key several algorithms. */
const algorithmOfCurve: Readonly<Record<string, SignatureAlgorithm>> = {
  'P-256': 'ES256',
  'P-384': 'ES384',
  'P-521': 'ES512',
}

/** RFC 7518 section 3.5. */
export const minRsaBits = 2048

/** Throws a TypeError for an algorithm that no ECT is signed with; `none` and the symmetric ones are among them. */
export function checkAlgorithm(alg: unknown): SignatureAlgorithm {
  if (!isSignatureAlgorithm(alg)) throw new TypeError(`alg must be one of ${Object.keys(shapes).join(', ')}`)
  return alg
}

/**
 * The key is one for this algorithm and this operation (RFC 8725 section 3.1).
 *
 * JOSE libraries import a JWK without looking at `use` and `key_ops`; a key meant for encryption, or a public one,
 * would sign or fail later, far from where it was configured.
 *
 * @param stated the algorithm the caller names; default: the key's own, else the only one of its curve
 * @returns the algorithm
 * @throws TypeError
 */
export function checkKeyFits(
  jwk: JWK,
  stated: SignatureAlgorithm | undefined,
  operation: 'sign' | 'verify',
): SignatureAlgorithm {
  if (typeof jwk !== 'object' || jwk === null) throw new TypeError('the key must be a JWK')
  const alg = checkAlgorithm(stated ?? jwk.alg ?? algorithmOfCurve[String(jwk.crv)])
  const { kty, crv } = shapes[alg]
  if (jwk.kty !== kty) throw unfit(alg, 'kty')
  if (crv !== undefined && jwk.crv !== crv) throw unfit(alg, 'crv')
  if (jwk.use !== undefined && jwk.use !== 'sig') throw unfit(alg, 'use')
  if (jwk.key_ops !== undefined && !isListWith(jwk.key_ops, operation)) throw unfit(alg, 'key_ops')
  if (jwk.alg !== undefined && jwk.alg !== alg) throw unfit(alg, 'alg')
  // A verifier that is handed a private key could sign with it.
  if ((jwk.d !== undefined) !== (operation === 'sign')) throw unfit(alg, 'd')
  if (kty === 'RSA' && modulusBits(jwk) < minRsaBits) throw unfit(alg, 'n')
  return alg
}

function unfit(alg: SignatureAlgorithm, member: string): TypeError {
  return new TypeError(`the JWK does not fit ${alg}: see its member ${member}`)
}

function isListWith(list: unknown, entry: string): boolean {
  return Array.isArray(list) && list.includes(entry)
}

function modulusBits(jwk: JWK): number {
  const modulus = tryDecodeBase64url(String(jwk.n)) ?? new Uint8Array()
  const top = modulus.findIndex((byte) => byte !== 0)
  return top < 0 ? 0 : (modulus.length - top) * 8 - Math.clz32(modulus[top] ?? 0) + 24
}
