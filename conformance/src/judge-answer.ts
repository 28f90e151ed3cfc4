import { isDeepStrictEqual } from 'node:util'
import type { LedgerStep, StepExpect, SuiteCases, SuiteName } from './cases.ts'

/** What an implementation says about one case: one line of JSON. */
export interface Answer {
  readonly tcId: number
  /** `unsupported`: the program does not implement what the case is about. Never right. */
  readonly result: 'valid' | 'invalid' | 'unsupported'
  /** Code of the error; may be left out by implementations that have no codes. 1 to 64 of `A-Z`, `0-9` and `_`. */
  readonly code?: string
  /** What came out of a valid case, in the shape of the case's `expect`; may be left out. */
  readonly expect?: unknown
  /** Ledger cases: what each step gave, in the shape of the steps' `expect`; may be left out. */
  readonly steps?: readonly unknown[]
  /** Field cases: the HTTP status of a refusal; may be left out, since a library need not know HTTP. */
  readonly status?: unknown
}

/** The judgement on one answer. */
export interface Judgement {
  /** Whether the result fits, and every detail that was shown. */
  readonly right: boolean
  /** Whether every detail of the case was shown: code of a refusal, what came out, steps with their codes. */
  readonly detailed: boolean
}

type Case = SuiteCases[SuiteName]

/**
 * Compares an answer with what the case expects: the result, and then the code, what came out, the steps and
 * the status as far as they are given.
 *
 * A detail that is left out is not held against the answer, but the judgement says so. Never throws.
 */
export function judgeAnswer(item: Case, answer: Answer): Judgement {
  const right =
    answer.result === item.result &&
    codeFits(item.code, answer.code) &&
    outcomeFits(item, answer.expect) &&
    stepsFit(item, answer.steps) &&
    statusFits(item, answer.status)
  return { right, detailed: isDetailed(item, answer) }
}

function codeFits(expected: string | undefined, given: string | undefined): boolean {
  return expected === undefined || given === undefined || given === expected
}

function outcomeFits(item: Case, given: unknown): boolean {
  return !('expect' in item) || given === undefined || isDeepStrictEqual(given, item.expect)
}

function statusFits(item: Case, given: unknown): boolean {
  return !('status' in item) || given === undefined || given === item.status
}

function stepsFit(item: Case, given: readonly unknown[] | undefined): boolean {
  if (!('steps' in item) || given === undefined) return true
  return item.steps.length === given.length && item.steps.every(({ expect }, index) => stepFits(expect, given[index]))
}

/** A refused step may be shown as `{}` or with any members; its code counts when it is there. */
function stepFits(expected: StepExpect, given: unknown): boolean {
  if (!('code' in expected)) return isDeepStrictEqual(given, expected)
  if (typeof given !== 'object' || given === null || 'sequence' in given) return false
  return !('code' in given) || given.code === expected.code
}

function isDetailed(item: Case, { code, expect, steps }: Answer): boolean {
  if (item.code !== undefined && code === undefined) return false
  if ('expect' in item && expect === undefined) return false
  return !('steps' in item) || (steps !== undefined && item.steps.every((step, index) => isShown(step, steps[index])))
}

/** A step that is there was compared whole, except for the code of a refusal. */
function isShown({ expect }: LedgerStep, given: unknown): boolean {
  return !('code' in expect) || (typeof given === 'object' && given !== null && 'code' in given)
}
