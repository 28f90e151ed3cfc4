/** What one process sends another, in either direction: the tokens of the Execution-Context field, and a body. */
export interface Message {
  readonly tokens: readonly string[]
  readonly body: Uint8Array
}

const utf8 = new TextEncoder()

/** Text as the octets that are sent and hashed. */
export function textBytes(text: string): Uint8Array {
  return utf8.encode(text)
}

/** The text of a body; throws a TypeError for bytes that are not UTF-8. */
export function textOf(body: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(body)
}

/** A message without tokens whose body is JSON. */
export function jsonMessage(value: unknown): Message {
  return { tokens: [], body: textBytes(JSON.stringify(value)) }
}
