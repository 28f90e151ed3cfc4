import { EctError, isWellFormedSignature, signatureBytes } from '@wimse-ect/claims'

/** Algorithms whose signature is a pair of numbers. */
export type EcdsaAlgorithm = 'ES256' | 'ES384' | 'ES512'

const sequenceTag = 0x30
const integerTag = 0x02

/** True for an algorithm whose signature is a pair of numbers. */
export function isEcdsaAlgorithm(alg: string): alg is EcdsaAlgorithm {
  return alg === 'ES256' || alg === 'ES384' || alg === 'ES512'
}

/**
 * Turns an ECDSA signature in DER, as KMS, HSM and OpenSSL give it, into the form of JWS: r || s (RFC 7518 section
 * 3.4).
 *
 * Strict: lengths and integers in their shortest form, r and s in 1..n-1, nothing after them. Lenient converters have
 * turned one signature into several and garbage into something of the right length.
 *
 * @returns 64, 96 or 132 bytes
 * @throws EctError `ECT_SIGNATURE_DER`; TypeError when `alg` is not an ECDSA algorithm
 */
export function derToJoseSignature(der: Uint8Array, alg: EcdsaAlgorithm): Uint8Array {
  if (!isEcdsaAlgorithm(alg)) throw new TypeError('alg must be ES256, ES384 or ES512')
  if (!(der instanceof Uint8Array)) throw malformed()
  const [r, afterR] = readInteger(readSequence(der))
  const [s, afterS] = readInteger(afterR)
  const half = signatureBytes[alg] / 2
  if (afterS.length > 0 || r.length > half || s.length > half) throw malformed()
  const signature = new Uint8Array(2 * half)
  signature.set(r, half - r.length)
  signature.set(s, 2 * half - s.length)
  if (!isWellFormedSignature(signature, alg)) throw malformed()
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

/** The digits of the integer at the start, which is not negative, without its sign byte; and what follows it. */
function readInteger(bytes: Uint8Array): [digits: Uint8Array, rest: Uint8Array] {
  // A length of 0, or one in a long form, leaves fewer or more digits than a number below the order has.
  const [tag, length = 0, first = 0, second = 0] = bytes
  if (tag !== integerTag || bytes.length < 2 + length) throw malformed()
  const isNegative = first >= 0x80
  const isPadded = first === 0 && second < 0x80
  if (isNegative || isPadded) throw malformed()
  return [bytes.subarray(first === 0 ? 3 : 2, 2 + length), bytes.subarray(2 + length)]
}

function malformed(): EctError {
  return new EctError('ECT_SIGNATURE_DER')
}
