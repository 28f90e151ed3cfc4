import type { EctError } from './ect-error.ts'
import { type ErrorCodeFacts, errorCodes } from './error-codes.ts'

/** Problem details (RFC 9457) for a remote peer. */
export interface ProblemDetails {
  readonly type: 'about:blank'
  readonly title: string
  readonly status: number
}

const titles: Readonly<Record<ErrorCodeFacts['status'], string>> = {
  400: 'Malformed execution context',
  403: 'Execution context refused',
  413: 'Execution context too large',
  431: 'Execution context too large',
  500: 'Execution context not available',
  503: 'Execution context not available',
}

/**
 * What a remote peer is told about a refusal: a status and a title that are the same for every refusal of a kind
 * (SPEC 5 [R]). Which step failed, and whether a task id exists, is for the local log alone: a peer could otherwise
 * find out what is recorded, or tune a forgery, by asking.
 */
export function problemDetails(error: EctError): ProblemDetails {
  const { status } = errorCodes[error.code]
  return { type: 'about:blank', title: titles[status], status }
}
