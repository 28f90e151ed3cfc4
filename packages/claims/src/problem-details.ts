import type { EctError } from './ect-error.ts'
import type { EctErrorCode } from './error-codes.ts'
import { type ErrorStatus, errorStatus } from './error-status.ts'
import { profiles, type Revision } from './profiles/index.ts'

/** Problem details (RFC 9457) for a remote peer [HTTP-PROBLEM]. */
export interface ProblemDetails {
  readonly type: 'about:blank'
  readonly title: string
  readonly status: number
  /** Only for an authenticated writer of a ledger. */
  readonly code?: EctErrorCode
}

/**
 * Who is told: anybody, or a writer whom a ledger service has authenticated, loopback by default [HTTP-SERVICE-CODES].
 */
export type Peer = 'anybody' | 'authenticated-writer'

/** The phrases of RFC 9110, as RFC 9457 section 4.2.1 wants them under `about:blank`. */
const titles: Readonly<Record<ErrorStatus, string>> = {
  400: 'Bad Request',
  403: 'Forbidden',
  413: 'Content Too Large',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}

/**
 * What a remote peer is told about a refusal: a status and a title that are the same for every refusal of a kind
 * [ERROR-REMOTE-GENERIC]. Which step failed, and whether a task id exists [HTTP-NO-ORACLE], is for the local log alone:
 * a peer could otherwise find out what is recorded, or tune a forgery, by asking. A writer that a ledger service knows
 * is told the code too.
 *
 * @param peer default `'anybody'`
 * @param revisions those that the verifier accepts. Where all of them have one status for every refusal, as ect-01 has,
 * it is that one [REVISION-STATUS]; a service that cannot answer says so all the same. Default: the usual statuses
 */
export function problemDetails(
  error: EctError,
  peer: Peer = 'anybody',
  revisions: readonly Revision[] = [],
): ProblemDetails {
  const status = refusalStatus(errorStatus(error.code), revisions)
  const problem = { type: 'about:blank', title: titles[status], status } as const
  return peer === 'authenticated-writer' ? { ...problem, code: error.code } : problem
}

function refusalStatus(usual: ErrorStatus, revisions: readonly Revision[]): ErrorStatus {
  const [one, ...others] = new Set(revisions.map((revision) => profiles[revision].refusalStatus))
  return one === undefined || others.length > 0 || usual >= 500 ? usual : one
}
