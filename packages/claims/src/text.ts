const encoder = new TextEncoder()

/** Length of `text` in UTF-8 bytes. */
export function utf8Length(text: string): number {
  return encoder.encode(text).length
}

/** True when `text` holds a C0 or C1 control character or DEL, which could break lines in logs and header fields. */
export function hasControlCharacter(text: string): boolean {
  return /\p{Cc}/u.test(text)
}
