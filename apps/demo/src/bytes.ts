const utf8 = new TextEncoder()

/** Text as the octets that are sent and hashed. */
export function textBytes(text: string): Uint8Array<ArrayBuffer> {
  return utf8.encode(text)
}

/** The text of a body; throws a TypeError for bytes that are not UTF-8. */
export function textOf(body: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(body)
}
