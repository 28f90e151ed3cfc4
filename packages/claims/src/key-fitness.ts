import type { SignatureAlgorithm } from './algorithms.ts'
import { tryDecodeBase64url } from './base64url.ts'
import { minRsaBits } from './limits.ts'
import { signatureBytes } from './signature-format.ts'

/** The members of a JWK that say what a key is and what it is for (RFC 7517, RFC 7518). */
export interface KeyMembers {
  readonly kty?: unknown
  readonly crv?: unknown
  readonly use?: unknown
  readonly key_ops?: unknown
  readonly alg?: unknown
  readonly x?: unknown
  readonly y?: unknown
  readonly n?: unknown
  readonly e?: unknown
  readonly d?: unknown
}

interface KeyShape {
  readonly kty: string
  readonly crv?: string
  /** Members that hold the numbers of the public half. */
  readonly numbers: readonly ('x' | 'y' | 'n' | 'e')[]
}

const ed25519: KeyShape = { kty: 'OKP', crv: 'Ed25519', numbers: ['x'] }

const shapes: Readonly<Record<SignatureAlgorithm, KeyShape>> = {
  ES256: { kty: 'EC', crv: 'P-256', numbers: ['x', 'y'] },
  ES384: { kty: 'EC', crv: 'P-384', numbers: ['x', 'y'] },
  ES512: { kty: 'EC', crv: 'P-521', numbers: ['x', 'y'] },
  EdDSA: ed25519,
  Ed25519: ed25519,
  PS256: { kty: 'RSA', numbers: ['n', 'e'] },
}

/**
 * The first member of a JWK for which the key is not one for this algorithm and this operation, or `undefined` when it
 * fits (step 4 of the verification; RFC 8725 section 3.1).
 *
 * JOSE libraries import a JWK without looking at `use` and `key_ops`. Using an encryption key, another curve or a
 * shared secret for a signature is the classic key confusion. How the numbers of a key are written is judged here too
 * (RFC 7518 section 6), because engines differ on it.
 */
export function unfitKeyMember(
  jwk: KeyMembers,
  alg: SignatureAlgorithm,
  operation: 'sign' | 'verify',
): keyof KeyMembers | undefined {
  const shape = shapes[alg]
  if (jwk.kty !== shape.kty) return 'kty' // [VERIFY-KEY-FIT-KTY]
  if (shape.crv !== undefined && jwk.crv !== shape.crv) return 'crv' // [VERIFY-KEY-FIT-CRV]
  if (jwk.use !== undefined && jwk.use !== 'sig') return 'use' // [VERIFY-KEY-FIT-USE]
  if (jwk.key_ops !== undefined && !isListWith(jwk.key_ops, operation)) return 'key_ops' // [VERIFY-KEY-FIT-OPS]
  if (jwk.alg !== undefined && jwk.alg !== alg) return 'alg' // [VERIFY-KEY-FIT-ALG]
  // A private key in a verifier's hands has leaked: whoever reads the set can sign.
  if ((jwk.d !== undefined) !== (operation === 'sign')) return 'd'
  const isRsa = shape.kty === 'RSA'
  const unreadable = shape.numbers.find((name) => {
    const number = octets(jwk[name])
    // A number of RSA starts with no zero byte; a coordinate is as long as one half of a signature.
    return isRsa ? !number[0] : number.length !== signatureBytes[alg] / 2
  })
  if (unreadable !== undefined) return unreadable
  return isRsa && bitLength(octets(jwk.n)) < minRsaBits ? 'n' : undefined
}

function isListWith(list: unknown, entry: string): boolean {
  return Array.isArray(list) && list.includes(entry)
}

/** Bytes of canonical base64url; none for anything else. */
function octets(member: unknown): Uint8Array {
  return (typeof member === 'string' ? tryDecodeBase64url(member) : undefined) ?? new Uint8Array()
}

/** Of a number without leading zero bytes. */
function bitLength(number: Uint8Array): number {
  return number.length * 8 + 24 - Math.clz32(number[0] ?? 0)
}
