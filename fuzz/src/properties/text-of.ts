const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** Bytes as text: UTF-8, and what is none as replacement characters. */
export function textOf(bytes: Uint8Array): string {
  return decoder.decode(bytes)
}
