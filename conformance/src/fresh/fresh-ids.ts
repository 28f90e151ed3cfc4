import type { SuiteName } from '../cases.ts'

/** The number after which those of a suite's fresh cases begin. */
export const freshRanges: Readonly<Record<FreshSuite, number>> = {
  decode: 1_000_000,
  verify: 2_000_000,
  dag: 3_000_000,
  'http-field': 4_000_000,
  ledger: 5_000_000,
}

/** A suite of which there are fresh cases. */
export type FreshSuite = Extract<SuiteName, 'decode' | 'verify' | 'dag' | 'http-field' | 'ledger'>

/** Most fresh cases of one suite. */
export const maxFreshCases: number = 100_000

/** Whether a case was made from a seed: published cases have smaller numbers. */
export function isFresh(tcId: number): boolean {
  return tcId > freshRanges.decode
}
