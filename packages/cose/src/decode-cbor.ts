import { EctError } from '@wimse-ect/claims'
import { decode, Token, Tokenizer, Type } from 'cborg'
import type { DecodeTokenizer } from 'cborg/interface'
import type { CborValue } from './cbor-value.ts'

/** Of the outermost item, the same as for JSON [COSE-DEPTH]. */
const maxDepth = 8

/** An array or map that is not complete yet. */
interface Open {
  readonly isMap: boolean
  /** Items still to come; of a map keys and values, so that before a key the number is even. */
  missing: number
  /** The encoded key before, of a map. */
  lastKey: Uint8Array
}

/** Integers of any size are read, so that those out of range have a code of their own. */
const options = { strict: true, allowIndefinite: false, allowUndefined: false, allowBigInt: true, useMaps: true }

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Reads one CBOR item that is written in its one form, so that two readers can never read one message differently: the
 * core deterministic encoding of RFC 8949 section 4.2.1 [COSE-DETERMINISTIC], and no other types than those of
 * {@link CborValue}.
 *
 * cborg is the grammar and sees to the shortest form of numbers and lengths; what it lets through is found by looking
 * at its tokens on their way.
 *
 * @param path what the bytes are, for the error: `message`, `header` or `payload`
 * @throws EctError, first fault in the bytes first: `ECT_TOKEN_CBOR`, `ECT_TOKEN_DEPTH`, `ECT_TOKEN_DUPLICATE`,
 * `ECT_TOKEN_NUMBER`, `ECT_TOKEN_UTF8`
 */
export function decodeCbor(bytes: Uint8Array, path: string): CborValue {
  try {
    const item: unknown = decode(bytes, { ...options, tokenizer: strictTokens(bytes, path) })
    return item as CborValue // Its tokens were judged one by one.
  } catch (cause) {
    throw cause instanceof EctError ? cause : new EctError('ECT_TOKEN_CBOR', { path, cause })
  }
}

/** The tokens of cborg, each judged before it is handed on. */
function strictTokens(bytes: Uint8Array, path: string): DecodeTokenizer {
  const tokens = new Tokenizer(bytes, { ...options, retainStringBytes: true })
  const open: Open[] = []
  return {
    done: () => tokens.done(),
    pos: () => tokens.pos(),
    next() {
      const start = tokens.pos()
      const token = judged(tokens.next(), path)
      const parent = open.at(-1)
      if (parent !== undefined) takePlace(parent, token, bytes.subarray(start, tokens.pos()), path)
      const isMap = token.type === Type.map
      if (isMap || token.type === Type.array) {
        if (open.length === maxDepth) throw new EctError('ECT_TOKEN_DEPTH', { path })
        open.push({ isMap, missing: token.value * (isMap ? 2 : 1), lastKey: new Uint8Array() })
      }
      while (open.at(-1)?.missing === 0) open.pop()
      return token
    },
  }
}

/**
 * Counts an item of an array or map; keys are integers or texts, in the order of their bytes, none twice
 * [COSE-DUPLICATE].
 */
function takePlace(parent: Open, token: Token, encoded: Uint8Array, path: string): void {
  if (parent.isMap && parent.missing % 2 === 0) {
    if (!keyTypes.has(token.type)) throw new EctError('ECT_TOKEN_CBOR', { path })
    const order = compareBytes(parent.lastKey, encoded)
    if (order === 0) throw new EctError('ECT_TOKEN_DUPLICATE', { path })
    if (order > 0) throw new EctError('ECT_TOKEN_CBOR', { path })
    parent.lastKey = encoded
  }
  parent.missing -= 1
}

const keyTypes: ReadonlySet<Type> = new Set([Type.uint, Type.negint, Type.string])
const otherTypes: ReadonlySet<Type> = new Set([Type.bytes, Type.array, Type.map, Type.false, Type.true, Type.null])

function judged(token: Token, path: string): Token {
  const { type } = token
  if (type === Type.string) return new Token(type, textOf(token, path), token.encodedLength)
  if (type === Type.uint || type === Type.negint) {
    if (!Number.isSafeInteger(token.value)) throw new EctError('ECT_TOKEN_NUMBER', { path })
    return token
  }
  if (type === Type.float) throw new EctError('ECT_TOKEN_NUMBER', { path })
  if (!otherTypes.has(type)) throw new EctError('ECT_TOKEN_CBOR', { path })
  return token
}

/** Where bytes are no UTF-8, cborg puts a replacement character, and it drops a byte order mark [COSE-UTF8]. */
function textOf(token: Token, path: string): string {
  try {
    return utf8.decode(token.byteValue)
  } catch (cause) {
    throw new EctError('ECT_TOKEN_UTF8', { path, cause })
  }
}

/** Negative, 0 or positive as the one comes before, is or comes after the other (RFC 8949 section 4.2.1). */
function compareBytes(one: Uint8Array, other: Uint8Array): number {
  const at = one.findIndex((byte, index) => byte !== other[index])
  return at < 0 ? one.length - other.length : (one[at] ?? 0) - (other[at] ?? -1)
}
