import { isEctError, type ProblemDetails, problemDetails, type Revision } from '@wimse-ect/claims'

/** An answer that is a problem, for any framework. */
export interface Problem {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/**
 * What the client is told when its request is refused: status and title, the same for all of a kind [HTTP-PROBLEM].
 *
 * @param revisions those that the verifier accepts, see `problemDetails`
 */
export function refusalProblem(error: unknown, revisions?: readonly Revision[]): Problem {
  return problem(isEctError(error) ? problemDetails(error, 'anybody', revisions) : broken)
}

/**
 * What the client is told when something failed here after its request was accepted. A code of ours, say for a claim of
 * the child, must not look like a refusal of the client's tokens.
 */
export function failureProblem(error: unknown): Problem {
  const told = isEctError(error) ? problemDetails(error) : broken
  return problem(told.status >= 500 ? told : broken)
}

const broken: ProblemDetails = { type: 'about:blank', title: 'Internal Server Error', status: 500 }

/** A problem as a response of the fetch API. */
export function problemResponse({ status, headers, body }: Problem): Response {
  return new Response(body, { status, headers })
}

function problem(details: ProblemDetails): Problem {
  const headers = { 'content-type': 'application/problem+json', 'cache-control': 'no-store' }
  return { status: details.status, headers, body: JSON.stringify(details) }
}
