import { type ClaimOptions, type ClaimSource, readClaim } from '../src/claim-rules.ts'
import { executionContext00 } from '../src/profiles/execution-context-00.ts'
import type { ExecutionContext00Claims } from '../src/profiles/execution-context-00-claims.ts'
import type { EctClaims } from '../src/stages.ts'
import { parseStrictJson } from '../src/strict-json.ts'

export const alice = 'spiffe://example.com/agent/alice'
export const bob = 'spiffe://example.com/agent/bob'

export const aliceHeader: Readonly<Record<'typ' | 'alg' | 'kid', string>> = {
  typ: 'wimse-exec+jwt',
  alg: 'ES256',
  kid: 'alice-key',
}

/** A root task of alice with the required claims only; every rule accepts it. */
export const rootClaims: ExecutionContext00Claims = {
  iss: alice,
  aud: [bob],
  iat: 1_772_000_000,
  exp: 1_772_000_600,
  jti: '550e8400-e29b-41d4-a716-446655440000',
  tid: '550e8400-e29b-41d4-a716-446655440001',
  exec_act: 'review_spec',
  par: [],
  pol: 'policy_v1',
  pol_decision: 'approved',
}

/** One segment: bytes and text as they are, anything else as JSON. */
export function segment(content: unknown): string {
  if (content instanceof Uint8Array) return Buffer.from(content).toString('base64url')
  return Buffer.from(typeof content === 'string' ? content : JSON.stringify(content)).toString('base64url')
}

/** A compact token of any header and payload, see {@link segment}; nobody signed it. */
export function compactOf(header: unknown = aliceHeader, payload: unknown = rootClaims): string {
  return `${segment(header)}.${segment(payload)}.c2lnbmF0dXJl`
}

/** A sound token of exactly `length` characters. */
export function compactOfLength(length: number): string {
  for (let padding = length >> 1; ; padding++) {
    const signed = `${segment(aliceHeader)}.${segment({ ...rootClaims, padding: 'x'.repeat(padding) })}.`
    const rest = length - signed.length
    // No base64url text has 4n+1 characters; one more byte of padding moves past such a rest.
    if (rest % 4 !== 1) return signed + 'A'.repeat(rest)
  }
}

/** The root claims with some replaced or added, as the claim rules get them from a decoded token. */
export function claimSource(changes: object = {}): ClaimSource {
  return sourceOfText(JSON.stringify({ ...rootClaims, ...changes }))
}

/** What the claim rules get from a token with this payload text. */
export function sourceOfText(text: string): ClaimSource {
  const { value, notIntegers } = parseStrictJson(text, 'payload')
  return { payload: value, notIntegers, profile: executionContext00 }
}

/** `readClaim` for claims that not every revision has. */
export function readAnyClaim(source: ClaimSource, name: string, options?: ClaimOptions): unknown {
  return readClaim(source, name as keyof EctClaims, options)
}
