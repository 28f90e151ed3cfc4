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
  const head = length < 0x80 ? [sequenceTag, length] : [sequenceTag, 0x81, length]
  const der = new Uint8Array(head.length + length)
  der.set(head)
  const end = writeInteger(der, head.length, signature.subarray(r, half), rLength)
  writeInteger(der, end, signature.subarray(s), sLength)
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

function writeInteger(der: Uint8Array, at: number, digits: Uint8Array, length: number): number {
  der[at] = integerTag
  der[at + 1] = length
  const end = at + 2 + length
  der.set(digits, end - digits.length)
  return end
}
