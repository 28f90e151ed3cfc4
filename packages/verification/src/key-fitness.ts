import { EctError, type SignatureAlgorithm, tryDecodeBase64url } from '@wimse-ect/claims'
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

/** RFC 7518 section 3.5. */
const minRsaBytes = 256

/**
 * Step 4, second half: the key is one for this algorithm and for verifying signatures (RFC 8725 section 3.1).
 *
 * JOSE libraries import a JWK without looking at `use` and `key_ops`. Using an encryption key, another curve or a
 * shared secret for a signature is the classic key confusion; it is refused before any signature is computed.
 *
 * @throws EctError `ECT_KEY_UNFIT` with the JWK member in `path`
 */
export function checkKeyFits(jwk: JWK, alg: SignatureAlgorithm): void {
  const shape = shapes[alg]
  if (jwk.kty !== shape.kty) throw unfit('kty')
  if (shape.crv !== undefined && jwk.crv !== shape.crv) throw unfit('crv')
  if (jwk.use !== undefined && jwk.use !== 'sig') throw unfit('use')
  if (jwk.key_ops !== undefined && !allowsVerify(jwk.key_ops)) throw unfit('key_ops')
  if (jwk.alg !== undefined && jwk.alg !== alg) throw unfit('alg')
  // A private key in a verifier's hands has leaked: whoever reads the set can sign.
  if (jwk.d !== undefined) throw unfit('d')
  if (shape.kty === 'RSA' && rsaBytes(jwk) < minRsaBytes) throw unfit('n')
}

function unfit(path: string): EctError {
  return new EctError('ECT_KEY_UNFIT', { path })
}

function allowsVerify(operations: unknown): boolean {
  return Array.isArray(operations) && operations.includes('verify')
}

function rsaBytes(jwk: JWK): number {
  const modulus = tryDecodeBase64url(String(jwk.n)) ?? new Uint8Array()
  const leading = modulus.findIndex((byte) => byte !== 0)
  return leading < 0 ? 0 : modulus.length - leading
}
