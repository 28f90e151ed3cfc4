import { decodeInPlace, layOut } from './base64url.ts'
import { EctError } from './ect-error.ts'
import { parseJsonBytes } from './json-bytes.ts'
import { keepHeader, knownHeader } from './known-headers.ts'
import type { JsonObject } from './strict-json.ts'

/** A JWS in compact form, taken apart and not yet judged. */
export interface CompactJws {
  /** The string as it arrived; hash and store this, never a re-encoding. */
  readonly compact: string
  /** `header.payload`, the ASCII text that is signed. */
  readonly signingInput: string
  readonly header: JsonObject
  readonly payload: JsonObject
  /** Payload members whose number is not written as an integer, see `StrictJson`. */
  readonly notIntegers: ReadonlySet<string>
  readonly signature: Uint8Array
}

/** The most a tlog-tiles entry can hold [ENV-SIZE]. */
export const maxTokenBytes = 65_535

/**
 * Header members that would let a token bring its own key, change what is signed or ask for processing nobody does
 * [ENV-HEADER-FORBIDDEN].
 */
const forbiddenHeaders: ReadonlySet<string> = new Set(['crit', 'b64', 'zip', 'enc', 'cty', 'jwk', 'jku', 'x5u', 'x5c'])

/**
 * Takes a compact JWS apart, so strictly that two readers can never read one token differently [ENV-COMPACT].
 *
 * For ECTs use `decodeEct`, which also judges `typ`, `alg` and `kid`; this serves other tokens of the same envelope,
 * such as Workload Identity Tokens. The size is checked before anything is decoded [ENV-SIZE-FIRST].
 *
 * @throws EctError `ECT_TOKEN_SEGMENTS`, `ECT_TOKEN_SIZE`, `ECT_TOKEN_BASE64URL`, `ECT_TOKEN_UTF8`, the codes of
 * `parseStrictJson`, `ECT_HEADER_FORBIDDEN`
 */
export function decodeCompactJws(compact: string): CompactJws {
  const [headerEnd, payloadEnd] = dotsOf(compact)
  const known = knownHeader(compact.slice(0, headerEnd))
  layOut(compact)
  // Copies, but for the payload: a new array of its size would cost as much as a quarter of reading it.
  const headerBytes = known === undefined ? decodeSegment('header', 0, headerEnd).slice() : none
  const payloadBytes = decodeSegment('payload', headerEnd + 1, payloadEnd)
  const signature = decodeSegment('signature', payloadEnd + 1, compact.length).slice()
  const header = known ?? parseJsonBytes(headerBytes, 'header').value
  const { value: payload, notIntegers } = parseJsonBytes(payloadBytes, 'payload')
  if (known === undefined) {
    checkNoneForbidden(header)
    keepHeader(headerBytes, header)
  }
  return { compact, signingInput: compact.slice(0, payloadEnd), header, payload, notIntegers, signature }
}

const none = new Uint8Array()

/** Where the dots stand between three segments, none of them empty [ENV-SEGMENTS]. */
function dotsOf(compact: string): [headerEnd: number, payloadEnd: number] {
  if (typeof compact !== 'string') throw new EctError('ECT_TOKEN_SEGMENTS')
  if (compact.length > maxTokenBytes) throw new EctError('ECT_TOKEN_SIZE')
  const headerEnd = compact.indexOf('.')
  const payloadEnd = compact.indexOf('.', headerEnd + 1)
  const areThree = headerEnd >= 0 && payloadEnd >= 0 && !compact.includes('.', payloadEnd + 1)
  const isOneEmpty = headerEnd === 0 || payloadEnd === headerEnd + 1 || payloadEnd === compact.length - 1
  if (!areThree || isOneEmpty) throw new EctError('ECT_TOKEN_SEGMENTS')
  return [headerEnd, payloadEnd]
}

function decodeSegment(path: string, from: number, end: number): Uint8Array {
  const bytes = decodeInPlace(from, end)
  if (bytes === undefined) throw new EctError('ECT_TOKEN_BASE64URL', { path })
  return bytes
}

function checkNoneForbidden(header: JsonObject): void {
  for (const name of Object.keys(header)) {
    if (forbiddenHeaders.has(name)) throw new EctError('ECT_HEADER_FORBIDDEN', { path: name })
  }
}
