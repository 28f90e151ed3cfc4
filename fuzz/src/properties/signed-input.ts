import { constants, sign } from 'node:crypto'
import { ed25519 } from '@noble/curves/ed25519.js'
import { p256, p384, p521 } from '@noble/curves/nist.js'
import { type SignatureAlgorithm, signatureDigests } from '@wimse-ect/claims'
import type { JWK } from 'jose'
import { privateJwk, privateKey } from './keys.ts'
import { toBytes, toNumber } from './numbers.ts'

/** A good signature, and what it takes to change it and its key in ways that matter. */
export interface SignedInput {
  readonly alg: SignatureAlgorithm
  readonly input: string
  readonly jwk: JWK
  readonly signature: Uint8Array
  /** Order of the group, and of the field in which coordinates are; 0 for RSA. */
  readonly order: bigint
  readonly field: bigint
}

const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
const curves = { ES256: p256, ES384: p384, ES512: p521, EdDSA: ed25519, Ed25519: ed25519 } as const

/** One signature for each algorithm. */
export const signedInputs: readonly SignedInput[] = [
  signedInput('ES256', 'alice-key'),
  signedInput('ES384', 'alice-es384'),
  signedInput('ES512', 'alice-es512'),
  signedInput('EdDSA', 'alice-eddsa'),
  signedInput('Ed25519', 'alice-ed25519'),
  signedInput('PS256', 'alice-ps256'),
]

function signedInput(alg: SignatureAlgorithm, kid: string): SignedInput {
  const input = `${Buffer.from(JSON.stringify({ alg })).toString('base64url')}.e30`
  const options = alg === 'PS256' ? pss : { dsaEncoding: 'ieee-p1363' as const }
  const signature = new Uint8Array(
    sign(signatureDigests[alg], Buffer.from(input), { key: privateKey(kid), ...options }),
  )
  const all = privateJwk(kid)
  const names = ['kty', 'crv', 'x', 'y', 'n', 'e'].filter((name) => all[name] !== undefined)
  const jwk = Object.fromEntries(names.map((name) => [name, all[name]]))
  const [order, field] = alg === 'PS256' ? [0n, 0n] : [curves[alg].Point.Fn.ORDER, curves[alg].Point.Fp.ORDER]
  return { alg, input, jwk, signature, order, field }
}

/**
 * The key as it is, or with another number in it.
 *
 * @param change 0: as it is; else which number, and by what
 */
export function changedKey({ jwk, field }: SignedInput, change: number, other: Uint8Array): JWK {
  const names = (['x', 'y', 'n'] as const).filter((name) => jwk[name] !== undefined)
  const name = names[(change >> 3) % names.length]
  if (change % 8 === 0 || name === undefined) return jwk
  const bytes = new Uint8Array(Buffer.from(String(jwk[name]), 'base64url'))
  const number = toNumber(turned(bytes, jwk))
  const given = toNumber(other.subarray(0, bytes.length))
  const numbers = [number + field, field - number, 0n, 1n, field - 1n + (given & 3n), given, number ^ given]
  const changed = turned(toBytes(numbers[(change % 8) - 1] ?? 0n, bytes.length), jwk)
  return { ...jwk, [name]: Buffer.from(changed).toString('base64url') }
}

/** The signature with each half as it is, or another number in its place; perhaps longer or shorter. */
export function changedSignature(
  { jwk, signature, order }: SignedInput,
  [first, second]: readonly [number, number],
  other: Uint8Array,
): Uint8Array {
  const half = signature.length / 2
  const changed = (bytes: Uint8Array, change: number): Uint8Array => {
    const number = toNumber(turned(bytes, jwk))
    const given = toNumber(other.subarray(0, half))
    const numbers = [number, 0n, 1n, order - 1n, order, order - number, number + order, number ^ given]
    return turned(toBytes(numbers[change % 8] ?? 0n, half), jwk)
  }
  const whole = [...changed(signature.subarray(0, half), first), ...changed(signature.subarray(half), second)]
  if (first >= 0xf0) return Uint8Array.from([...whole, ...other])
  return Uint8Array.from(second >= 0xf0 ? whole.slice(0, -1) : whole)
}

/** Ed25519 writes the lowest byte first. */
function turned(bytes: Uint8Array, { kty }: JWK): Uint8Array {
  return kty === 'OKP' ? bytes.toReversed() : bytes
}
