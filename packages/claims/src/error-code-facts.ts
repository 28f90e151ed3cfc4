import { codeTable, type EctErrorCode, type ErrorCode } from './error-codes.ts'
import { type ErrorStatus, errorStatus } from './error-status.ts'
import { remedies } from './remedies.ts'

/** What is known about one code. */
export interface ErrorCodeFacts extends ErrorCode {
  /** HTTP status a remote peer is given [HTTP-STATUS]; everything else about the failure stays in the local log. */
  readonly status: ErrorStatus
  /** What to do about it, for a person. */
  readonly remedy: string
}

/** All codes: where the rule stands, what a peer is told, what it means and what helps. */
export const errorCodes: Readonly<Record<EctErrorCode, ErrorCodeFacts>> = allFacts()

function allFacts(): Record<EctErrorCode, ErrorCodeFacts> {
  const codes = Object.keys(codeTable) as EctErrorCode[]
  const facts = codes.map((code) => [code, { ...codeTable[code], status: errorStatus(code), remedy: remedies[code] }])
  return Object.fromEntries(facts) as Record<EctErrorCode, ErrorCodeFacts>
}
