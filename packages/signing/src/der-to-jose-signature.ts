import { EctError } from '@wimse-ect/claims'

/** Algorithms whose signature is a pair of numbers. */
export type EcdsaAlgorithm = 'ES256' | 'ES384' | 'ES512'

/** Orders of P-256, P-384 and P-521 (SP 800-186), each as long as one half of a signature. */
const orders: Readonly<Record<EcdsaAlgorithm, Uint8Array>> = {
  ES256: fromHex('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551'),
  ES384: fromHex('ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973'),
  ES512: fromHex(
    '01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa' +
      '51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409',
  ),
}

const sequenceTag = 0x30
const integerTag = 0x02

/**
 * An ECDSA signature in DER, as KMS, HSM and OpenSSL give it, in the form that JWS wants: r || s (RFC 7518 section 3.4).
 *
 * Strict: lengths and integers in their shortest form, r and s in 1..n-1, nothing after them. Lenient converters have
 * turned one signature into several and garbage into something of the right length.
 *
 * @returns 64, 96 or 132 bytes
 * @throws EctError `ECT_SIGNATURE_DER`; TypeError when `alg` is not an ECDSA algorithm
 */
export function derToJoseSignature(der: Uint8Array, alg: EcdsaAlgorithm): Uint8Array {
  const order = Object.hasOwn(orders, alg) ? orders[alg] : undefined
  if (order === undefined) throw new TypeError(`alg must be one of ${Object.keys(orders).join(', ')}`)
  if (!(der instanceof Uint8Array)) throw malformed()
  const body = readSequence(der)
  const [r, afterR] = readInteger(body)
  const [s, afterS] = readInteger(afterR)
  if (afterS.length > 0) throw malformed()
  const signature = new Uint8Array(2 * order.length)
  signature.set(padToOrder(r, order), 0)
  signature.set(padToOrder(s, order), order.length)
  return signature
}

/** The content of the one sequence that the bytes are. */
function readSequence(der: Uint8Array): Uint8Array {
  const [tag, length = 0, longLength = 0] = der
  // Of the long forms only the one-byte one can be due: 0x81, for 128 bytes and more, as P-521 needs.
  const isLong = length === 0x81
  if (tag !== sequenceTag || (isLong ? longLength < 0x80 : length >= 0x80)) throw malformed()
  const content = der.subarray(isLong ? 3 : 2)
  if (content.length !== (isLong ? longLength : length)) throw malformed()
  return content
}

/** The digits of the positive integer at the start, without sign byte, and what follows it. */
function readInteger(bytes: Uint8Array): [digits: Uint8Array, rest: Uint8Array] {
  // A length of 0, or one in a long form, asks for more or fewer digits than a number below the order has.
  const [tag, length = 0, first = 0, second = 0] = bytes
  if (tag !== integerTag || bytes.length < 2 + length) throw malformed()
  const isNegative = first >= 0x80
  const isPadded = first === 0 && second < 0x80
  if (isNegative || isPadded) throw malformed()
  return [bytes.subarray(first === 0 ? 3 : 2, 2 + length), bytes.subarray(2 + length)]
}

/** The digits at the length of the order, when their number is in 1..n-1. Zero has no digits left at all. */
function padToOrder(digits: Uint8Array, order: Uint8Array): Uint8Array {
  if (digits.length === 0 || digits.length > order.length) throw malformed()
  const padded = new Uint8Array(order.length)
  padded.set(digits, order.length - digits.length)
  const at = padded.findIndex((byte, index) => byte !== order[index])
  if (at < 0 || (padded[at] ?? 0) > (order[at] ?? 0)) throw malformed()
  return padded
}

function malformed(): EctError {
  return new EctError('ECT_SIGNATURE_DER')
}

function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
}
