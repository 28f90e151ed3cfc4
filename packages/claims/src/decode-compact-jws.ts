import { decodeBase64url, decodeInPlace, tryDecodeBase64url } from './base64url.ts'
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
  const [header, payload, signature] = splitSegments(compact)
  const known = knownHeader(header)
  const headerBytes = known === undefined ? decodeBase64url(header, 'header') : none
  const signatureBytes = tryDecodeBase64url(signature)
  // Last, as it is read from where the next call would write.
  const payloadBytes = decodeInPlace(payload)
  if (payloadBytes === undefined) throw new EctError('ECT_TOKEN_BASE64URL', { path: 'payload' })
  if (signatureBytes === undefined) throw new EctError('ECT_TOKEN_BASE64URL', { path: 'signature' })
  const headerJson = known ?? parseJsonBytes(headerBytes, 'header').value
  const payloadJson = parseJsonBytes(payloadBytes, 'payload')
  for (const name of Object.keys(headerJson)) {
    if (forbiddenHeaders.has(name)) throw new EctError('ECT_HEADER_FORBIDDEN', { path: name })
  }
  if (known === undefined) keepHeader(header, headerJson)
  return {
    compact,
    signingInput: compact.slice(0, header.length + 1 + payload.length),
    header: headerJson,
    payload: payloadJson.value,
    notIntegers: payloadJson.notIntegers,
    signature: signatureBytes,
  }
}

const none = new Uint8Array()

/** Three segments, none of them empty [ENV-SEGMENTS]. */
function splitSegments(compact: string): [string, string, string] {
  if (typeof compact !== 'string') throw new EctError('ECT_TOKEN_SEGMENTS')
  if (compact.length > maxTokenBytes) throw new EctError('ECT_TOKEN_SIZE')
  const [header, payload, signature, ...rest] = compact.split('.', 4)
  if (!header || !payload || !signature || rest.length > 0) throw new EctError('ECT_TOKEN_SEGMENTS')
  return [header, payload, signature]
}
