import { EctError } from './ect-error.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

const encoder = new TextEncoder()
const decoder = new TextDecoder()

const symbolOf = encoder.encode(alphabet)
const sextetOf = new Int32Array(256).fill(-1)
for (const [value, symbol] of symbolOf.entries()) sextetOf[symbol] = value

/** Characters that there is room for: more than a token may have (`maxTokenBytes`). */
const workspaceLength = 65_536
/**
 * Where characters are read and written. All calls share it: none of them awaits anything, and only
 * {@link decodeInPlace} hands out what lies in it. Two bytes more, since the last group that is encoded may write one
 * or two symbols more than there are, and a last character that is not ASCII takes up to three bytes.
 */
const workspace = new Uint8Array(workspaceLength + 2)

/** Bytes as base64url without padding (RFC 7515 section 2). */
export function encodeBase64url(bytes: Uint8Array): string {
  const length = Math.ceil((bytes.length * 4) / 3)
  const symbols = length <= workspaceLength ? workspace : new Uint8Array(length + 2)
  for (let at = 0, written = 0; at < bytes.length; at += 3, written += 4) {
    const group = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
    symbols[written] = symbolOf[group >> 18] ?? 0
    symbols[written + 1] = symbolOf[(group >> 12) & 63] ?? 0
    symbols[written + 2] = symbolOf[(group >> 6) & 63] ?? 0
    symbols[written + 3] = symbolOf[group & 63] ?? 0
  }
  return decoder.decode(symbols.subarray(0, length))
}

/**
 * Bytes of canonical base64url text, or `undefined` when it is anything else [ENV-BASE64URL].
 *
 * Refused: padding, white space, the `+/` alphabet, a length of 4n+1 and unused bits that are not zero. Each of those
 * would give one token several spellings, and a replay memory or ledger would see different strings.
 *
 * Not `Buffer.from(text, 'base64url')`, which takes half the time: after its AVX-512 code the processor goes through
 * the next signature 4 microseconds slower, see docs/performance.md.
 */
export function tryDecodeBase64url(text: string): Uint8Array | undefined {
  const symbols = text.length <= workspaceLength ? workspace : new Uint8Array(text.length)
  encoder.encodeInto(text, symbols)
  return decode(symbols, 0, text.length)?.slice()
}

/**
 * Lays out a token, so that {@link decodeInPlace} can decode its segments where they lie: to cut each out and lay it
 * out for itself costs as much as decoding it.
 *
 * @param compact at most 65,535 characters; of more the end would be missing
 */
export function layOut(compact: string): void {
  encoder.encodeInto(compact, workspace)
}

/**
 * Bytes of a part of what was laid out, by the rules of {@link tryDecodeBase64url}. They take the place of its
 * characters, so that a part can be decoded once, and lie there until something else is laid out, decoded or encoded.
 *
 * A character outside ASCII takes more than one byte and shifts what comes after it. The first such one is still in its
 * place, and the part that holds it is refused.
 *
 * @param from where the part begins in the token, and `end` where the next character stands
 */
export function decodeInPlace(from: number, end: number): Uint8Array | undefined {
  return decode(workspace, from, end)
}

/** Writes the bytes over the characters that they are decoded from: there are fewer, so none is lost too early. */
function decode(bytes: Uint8Array, from: number, end: number): Uint8Array | undefined {
  const tail = (end - from) % 4
  const whole = end - tail
  let written = from
  // A character outside the alphabet is -1, which makes everything negative that it is joined with.
  let joined = tail === 1 ? -1 : 0
  for (let at = from; at < whole; at += 4) {
    const group = pair(bytes, at, 12) | pair(bytes, at + 2, 0)
    joined |= group
    bytes[written] = group >> 16
    bytes[written + 1] = group >> 8
    bytes[written + 2] = group
    written += 3
  }
  if (tail > 1) {
    // Two or three characters for one or two bytes; the bits that are left over mean nothing.
    const group = pair(bytes, whole, 12) | (tail === 3 ? sextet(bytes, whole + 2) << 6 : 0)
    const unused = tail === 2 ? 0xffff : 0xff
    joined |= (group & unused) === 0 ? group : -1
    bytes[written] = group >> 16
    bytes[written + 1] = group >> 8
    written += tail - 1
  }
  return joined < 0 ? undefined : bytes.subarray(from, written)
}

/** Twelve bits of two characters; negative for one outside the alphabet. */
function pair(symbols: Uint8Array, at: number, shift: number): number {
  return ((sextet(symbols, at) << 6) | sextet(symbols, at + 1)) << shift
}

function sextet(symbols: Uint8Array, at: number): number {
  return sextetOf[symbols[at] ?? 0] ?? -1
}

/** Like {@link tryDecodeBase64url}, but throws `ECT_TOKEN_BASE64URL`; `path` names the place, e.g. `payload`. */
export function decodeBase64url(text: string, path: string): Uint8Array {
  const bytes = tryDecodeBase64url(text)
  if (bytes === undefined) throw new EctError('ECT_TOKEN_BASE64URL', { path })
  return bytes
}
