const sequenceTag = 0x30
const integerTag = 0x02

/** An ECDSA signature r || s as the DER sequence that OpenSSL takes (RFC 3279 section 2.2.3). */
export function joseToDer(signature: Uint8Array): Uint8Array {
  const half = signature.length / 2
  const r = derInteger(signature.subarray(0, half))
  const s = derInteger(signature.subarray(half))
  const length = r.length + s.length
  // P-521 needs the long form of the length, the smaller curves the short one.
  const head = length < 0x80 ? [sequenceTag, length] : [sequenceTag, 0x81, length]
  const der = new Uint8Array(head.length + length)
  der.set(head)
  der.set(r, head.length)
  der.set(s, head.length + r.length)
  return der
}

function derInteger(bytes: Uint8Array): Uint8Array {
  let start = 0
  while (start < bytes.length - 1 && bytes[start] === 0) start++
  const digits = bytes.subarray(start)
  // A leading zero keeps an integer with its top bit set from reading as negative.
  const sign = (digits[0] ?? 0) >= 0x80 ? [0] : []
  return Uint8Array.from([integerTag, sign.length + digits.length, ...sign, ...digits])
}
