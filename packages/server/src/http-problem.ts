import { STATUS_CODES } from 'node:http'
import { type EctError, errorCodes, type Peer, problemDetails, type Revision } from '@wimse-ect/claims'

/** The phrases of RFC 9110 where Node has older ones. */
const titles: Readonly<Record<number, string>> = { ...STATUS_CODES, 413: 'Content Too Large' }

/** What may be said beside the status. */
export interface ProblemDetail {
  /** For a person; never text from outside. */
  readonly detail?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** A request that cannot be answered, thrown by a handler. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem'
  readonly status: number
  readonly more: ProblemDetail

  constructor(status: number, more: ProblemDetail = {}) {
    super(more.detail ?? titles[status])
    this.status = status
    this.more = more
  }
}

/** Problem details (RFC 9457) with a title that says no more than the status. */
export function problemBody(status: number, detail?: string): Readonly<Record<string, string | number>> {
  const problem = { type: 'about:blank', title: titles[status] ?? 'Error', status }
  return detail === undefined ? problem : { ...problem, detail }
}

/** The answer to a request that cannot be answered. */
export function problemResponse({ status, more }: Pick<HttpProblem, 'status' | 'more'>): Response {
  return asProblem(problemBody(status, more.detail), status, more.headers)
}

/**
 * The answer to a refused token: generic for anybody, with its code for writers [HTTP-PROBLEM] [HTTP-SERVICE-CODES].
 */
export function refusalResponse(error: EctError, peer: Peer, revisions: readonly Revision[]): Response {
  // Asking for what the log does not have is no refusal of a token.
  if (error.code === 'ECT_PROOF_RANGE') return problemResponse(new HttpProblem(404))
  const problem = problemDetails(error, peer, revisions)
  return asProblem(problem, problem.status, isPassing(error) ? { 'retry-after': '1' } : {})
}

/** True when the same request may succeed later: the failure says nothing about it. */
function isPassing({ code }: EctError): boolean {
  return errorCodes[code].status === 503
}

function asProblem(body: object, status: number, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  })
}
