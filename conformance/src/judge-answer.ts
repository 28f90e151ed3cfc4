import { isDeepStrictEqual } from 'node:util'
import type { LedgerStep, StepExpect, SuiteCases, SuiteName } from './cases.ts'

/** What an implementation says about one case: one line of JSON. */
export interface Answer {
  readonly tcId: number
  readonly result: 'valid' | 'invalid'
  /** Code of the error; may be left out by implementations that have no codes. */
  readonly code?: string
  /** What came out of a valid case, in the shape of the case's `expect`; may be left out. */
  readonly expect?: unknown
  /** Ledger cases: what each step gave, in the shape of the steps' `expect`; may be left out. */
  readonly steps?: readonly unknown[]
}

/** The judgement on one answer. */
export interface Judgement {
  readonly right: boolean
  /** Whether the code of a refusal, or what came out of a valid case, was shown and could be compared. */
  readonly detailed: boolean
}

/**
 * Compares an answer with what the case expects: the result, and then the code, what came out and the steps as far as they are given.
 *
 * A detail that is left out is not held against the answer, but the judgement says so. Never throws.
 */
export function judgeAnswer(item: SuiteCases[SuiteName], answer: Answer): Judgement {
  const sameResult = answer.result === item.result
  if ('steps' in item) {
    const detailed = answer.steps !== undefined
    const right =
      sameResult && codeFits(item.code, answer.code) && (!detailed || stepsFit(item.steps, answer.steps ?? []))
    return { right, detailed }
  }
  if (item.result === 'invalid')
    return { right: sameResult && codeFits(item.code, answer.code), detailed: answer.code !== undefined }
  const detailed = answer.expect !== undefined
  return { right: sameResult && (!detailed || isDeepStrictEqual(answer.expect, item.expect)), detailed }
}

function codeFits(expected: string | undefined, given: string | undefined): boolean {
  return expected === undefined || given === undefined || given === expected
}

function stepsFit(steps: readonly LedgerStep[], given: readonly unknown[]): boolean {
  return steps.length === given.length && steps.every(({ expect }, index) => stepFits(expect, given[index]))
}

/** A refused step may be shown as `{}` or with any members; its code counts when it is there. */
function stepFits(expected: StepExpect, given: unknown): boolean {
  if (!('code' in expected)) return isDeepStrictEqual(given, expected)
  if (typeof given !== 'object' || given === null || 'sequence' in given) return false
  return !('code' in given) || given.code === expected.code
}
