import { EctError, type SignatureAlgorithm, tryDecodeBase64url } from '@wimse-ect/claims'
import type { JWK } from 'jose'

interface KeyShape {
  readonly kty: string
  readonly crv?: string
  /** Members that hold the numbers of the key. */
  readonly numbers: readonly ('x' | 'y' | 'n' | 'e')[]
  /** Length of each number; for RSA it varies. */
  readonly bytes?: number
}

const ed25519: KeyShape = { kty: 'OKP', crv: 'Ed25519', numbers: ['x'], bytes: 32 }

const shapes: Readonly<Record<SignatureAlgorithm, KeyShape>> = {
  ES256: { kty: 'EC', crv: 'P-256', numbers: ['x', 'y'], bytes: 32 },
  ES384: { kty: 'EC', crv: 'P-384', numbers: ['x', 'y'], bytes: 48 },
  ES512: { kty: 'EC', crv: 'P-521', numbers: ['x', 'y'], bytes: 66 },
  EdDSA: ed25519,
  Ed25519: ed25519,
  PS256: { kty: 'RSA', numbers: ['n', 'e'] },
}

/** RFC 7518 section 3.5. */
const minRsaBits = 2048

/**
 * Step 4, second half: the key is one for this algorithm and for verifying signatures (RFC 8725 section 3.1).
 *
 * JOSE libraries import a JWK without looking at `use` and `key_ops`. Using an encryption key, another curve or a
 * shared secret for a signature is the classic key confusion; it is refused before any signature is computed. How the
 * numbers of a key may be written is judged here too (RFC 7518 section 6), because engines differ on it.
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
  for (const name of shape.numbers) {
    if (!isWellWritten(octets(jwk[name]), shape.bytes)) throw unfit(name)
  }
  if (shape.kty === 'RSA' && bitLength(octets(jwk.n)) < minRsaBits) throw unfit('n')
}

function unfit(path: string): EctError {
  return new EctError('ECT_KEY_UNFIT', { path })
}

function allowsVerify(operations: unknown): boolean {
  return Array.isArray(operations) && operations.includes('verify')
}

/** Bytes of canonical base64url; none for anything else. */
function octets(member: unknown): Uint8Array {
  return (typeof member === 'string' ? tryDecodeBase64url(member) : undefined) ?? new Uint8Array()
}

/** A coordinate has the length of its curve; a number of RSA starts with no zero byte. */
function isWellWritten(number: Uint8Array, bytes: number | undefined): boolean {
  return bytes === undefined ? (number[0] ?? 0) > 0 : number.length === bytes
}

/** Of a number without leading zero bytes. */
function bitLength(number: Uint8Array): number {
  return number.length * 8 + 24 - Math.clz32(number[0] ?? 0)
}
