import { maxIssuerBytes } from './limits.ts'

/** The two parts of a SPIFFE ID. */
export interface SpiffeId {
  /** Lower-case trust domain name, e.g. `example.com`. */
  readonly trustDomain: string
  /** Path with its leading slash, e.g. `/agent/a`. */
  readonly path: string
}

// Trust domain [CLAIM-ISS-TRUST-DOMAIN] and path of the SPIFFE grammar. `%`, `:`, `@`, `?` and `#` are in neither
// class, which keeps out ports, user info, queries, fragments and percent-encoding [CLAIM-ISS-URI-PARTS]; every segment
// has a character and is not `.` or `..` [CLAIM-ISS-PATH].
const grammar = /^spiffe:\/\/(?<trustDomain>[a-z0-9._-]{1,255})(?<path>(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._-]+)+)$/

/**
 * The parts of a workload's SPIFFE ID, at most 2,048 bytes, or `undefined` when the text is none [CLAIM-ISS-LENGTH].
 *
 * One spelling per workload: identifiers are compared byte for byte [CLAIM-ISS-BYTEWISE], so every form that URL
 * software would treat as equal to another one is refused.
 */
export function parseSpiffeId(text: string): SpiffeId | undefined {
  if (text.length > maxIssuerBytes) return undefined
  const { trustDomain, path } = grammar.exec(text)?.groups ?? {}
  return trustDomain === undefined || path === undefined ? undefined : { trustDomain, path }
}

/** True when the text is a SPIFFE ID with a path, see {@link parseSpiffeId}. */
export function isSpiffeId(text: string): boolean {
  return text.length <= maxIssuerBytes && grammar.test(text)
}
