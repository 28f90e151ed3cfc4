import { codeTable, type EctErrorCode, type ErrorCode } from './error-codes.ts'
import { remedies } from './remedies.ts'

/** What is known about one code. */
export interface ErrorCodeFacts extends ErrorCode {
  /** What to do about it, for a person. */
  readonly remedy: string
}

/** All codes: where the rule stands, what a peer is told, what it means and what helps. */
export const errorCodes: Readonly<Record<EctErrorCode, ErrorCodeFacts>> = withRemedies()

function withRemedies(): Record<EctErrorCode, ErrorCodeFacts> {
  const codes = Object.keys(codeTable) as EctErrorCode[]
  const facts = codes.map((code) => [code, { ...codeTable[code], remedy: remedies[code] }])
  return Object.fromEntries(facts) as Record<EctErrorCode, ErrorCodeFacts>
}
