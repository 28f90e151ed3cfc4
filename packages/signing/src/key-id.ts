import { decodeEct, defaultRevision, encodeBase64url, profiles } from '@wimse-ect/claims'

const utf8 = new TextEncoder()
const emptyPayload = encodeBase64url(utf8.encode('{"tid":""}'))

/**
 * A `kid` is one that a token can carry (SPEC 1 [R]). Judged when a key is made, not when it signs for the first time.
 *
 * It is the reader that judges, over a token without content: what a `kid` may be stands nowhere else.
 *
 * @throws TypeError when there is none; EctError `ECT_HEADER_KID`, `ECT_TOKEN_SURROGATE`
 */
export function checkKid(kid: unknown): string {
  if (typeof kid !== 'string') throw new TypeError('kid is required and must be a string')
  const header = JSON.stringify({ typ: profiles[defaultRevision].typ.issued, alg: 'ES256', kid })
  decodeEct(`${encodeBase64url(utf8.encode(header))}.${emptyPayload}.AA`)
  return kid
}
