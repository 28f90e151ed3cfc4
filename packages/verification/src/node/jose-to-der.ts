import { Buffer } from 'node:buffer'

const sequenceTag = 0x30
const integerTag = 0x02

/** An ECDSA signature r || s as the DER sequence that OpenSSL takes (RFC 3279 section 2.2.3). */
export function joseToDer(signature: Uint8Array): Uint8Array {
  const half = signature.length / 2
  const r = firstDigit(signature, 0, half)
  const s = firstDigit(signature, half, signature.length)
  const rLength = half - r + signByte(signature, r)
  const sLength = signature.length - s + signByte(signature, s)
  const length = 2 + rLength + 2 + sLength
  // P-521 needs the long form of the length, the smaller curves the short one.
  const isLong = length >= 0x80
  // From Node's pool: an array of its own that is longer than 64 bytes costs half a microsecond.
  const der = Buffer.allocUnsafe((isLong ? 3 : 2) + length)
  der[0] = sequenceTag
  // Where the short form is enough, the length takes its place.
  der[1] = 0x81
  der[isLong ? 2 : 1] = length
  const end = writeInteger(der, isLong ? 3 : 2, rLength, signature, r, half)
  writeInteger(der, end, sLength, signature, s, signature.length)
  return der
}

/** Where the first byte of a number stands that is not zero, or its last byte. */
function firstDigit(bytes: Uint8Array, from: number, end: number): number {
  let start = from
  while (start < end - 1 && bytes[start] === 0) start++
  return start
}

/** A leading zero keeps an integer with its top bit set from reading as negative. */
function signByte(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) >= 0x80 ? 1 : 0
}

/** Writes the digits from `from` to `end`, right-aligned; returns where the integer ends. */
function writeInteger(
  der: Uint8Array,
  at: number,
  length: number,
  bytes: Uint8Array,
  from: number,
  end: number,
): number {
  der[at] = integerTag
  der[at + 1] = length
  // The sign byte, where there is one.
  der[at + 2] = 0
  const last = at + 2 + length
  for (let back = 1; back <= end - from; back++) der[last - back] = bytes[end - back] ?? 0
  return last
}
