const uuid = /^(.{8})(.{4})(.{4})(.{4})(.{12})$/

/** Sixteen bytes as a UUID in lower case (RFC 9562); other lengths as hexadecimal digits, which are none. */
export function uuidText(bytes: Uint8Array): string {
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return digits.replace(uuid, '$1-$2-$3-$4-$5')
}

/** The sixteen bytes of a UUID. */
export function uuidBytes(text: string): Uint8Array {
  return Uint8Array.from(text.replaceAll('-', '').match(/../g) ?? [], (digits) => Number.parseInt(digits, 16))
}
