const encoder = new TextEncoder()

/** True when `text` takes more than so many bytes in UTF-8, where a character of a string takes one to three. */
export function isLongerThan(text: string, bytes: number): boolean {
  return text.length * 3 > bytes && encoder.encode(text).length > bytes
}

/** True when `text` holds a C0 or C1 control character or DEL, which could break lines in logs and header fields. */
export function hasControlCharacter(text: string): boolean {
  return /\p{Cc}/u.test(text)
}
