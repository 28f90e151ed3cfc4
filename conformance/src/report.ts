import type { SuiteName, SuiteRevision } from './cases.ts'
import { type Answer, type Judgement, judgeAnswer } from './judge-answer.ts'
import type { Expectation } from './match-expected-failures.ts'
import type { AnyCase } from './select-cases.ts'

/** Options of {@link makeReport}. */
export interface ReportOptions {
  /** Whether a right answer that leaves out a detail of its case counts as wrong. Default: false. */
  readonly strict?: boolean
}

/** What a report knows beside cases and answers. */
export interface ReportContext extends ReportOptions {
  /** The cases that are expected to fail, by `tcId`. Default: none. */
  readonly expectations?: ReadonlyMap<number, Expectation>
  /** What the fresh cases were made from. Default: the cases are published ones. */
  readonly seed?: number
}

/** A case that was asked. */
export interface CaseResult {
  readonly suite: SuiteName
  readonly revision: SuiteRevision
  readonly tcId: number
  readonly comment: string
  readonly rules: readonly string[]
  /** The right answer. */
  readonly result: 'valid' | 'invalid'
}

/** A case whose answer is wrong or missing. */
export interface Failure extends CaseResult {
  /** `valid`, or the code. */
  readonly expected: string
  /**
   * In words: `valid`, the code, `invalid` without code, `unsupported`, or `no answer`; and what is wrong when that is
   * as expected.
   */
  readonly given: string
}

/** A case whose answer is wrong or missing, as was expected. */
export interface ExcusedFailure extends Failure {
  readonly reason: string
}

/** A case that was expected to fail and did not. */
export interface StaleExpectation extends CaseResult {
  readonly reason: string
}

/** The counts of one suite. Every case is right, wrong, unanswered or unsupported. */
export interface SuiteCount {
  readonly suite: SuiteName
  readonly revision: SuiteRevision
  readonly cases: number
  readonly right: number
  readonly wrong: number
  readonly unanswered: number
  /** Answers that say that the program does not implement this. */
  readonly unsupported: number
  /** How many of those that are not right were expected. */
  readonly expected: number
  /** Right answers that showed every detail of their case: the code, what came out, the steps. */
  readonly detailed: number
}

/** The counts of one rule, over the cases that name it. */
export interface RuleCount {
  readonly rule: string
  readonly cases: number
  readonly right: number
  /** How many of those that are not right were expected. */
  readonly expected: number
}

/** The outcome of a run. Each case stands in one of the last four lists. */
export interface Report {
  /** Whether there are neither failures nor stale expectations. */
  readonly ok: boolean
  /** What the cases were made from, when they are fresh ones. */
  readonly seed?: number
  readonly suites: readonly SuiteCount[]
  readonly rules: readonly RuleCount[]
  readonly failures: readonly Failure[]
  readonly stale: readonly StaleExpectation[]
  readonly expectedFailures: readonly ExcusedFailure[]
  readonly passed: readonly CaseResult[]
}

interface Judged extends AnyCase {
  readonly answer: Answer | undefined
  readonly judgement: Judgement | undefined
  readonly passed: boolean
  readonly expectation: Expectation | undefined
}

/** Compares the answers with the cases, and the failures with those that are expected. */
export function makeReport(
  selected: readonly AnyCase[],
  answers: ReadonlyMap<number, Answer>,
  { strict = false, expectations, seed }: ReportContext = {},
): Report {
  const judged = selected.map((one): Judged => {
    const answer = answers.get(one.item.tcId)
    const judgement = answer === undefined ? undefined : judgeAnswer(one.item, answer)
    const passed = judgement?.right === true && (judgement.detailed || !strict)
    return { ...one, answer, judgement, passed, expectation: expectations?.get(one.item.tcId) }
  })
  const failed = judged.filter(({ passed }) => !passed)
  const isStale = ({ passed, expectation }: Judged): boolean => passed && expectation?.mustFail === true
  const failures = failed.filter(({ expectation }) => expectation === undefined).map(failureOf)
  const stale = judged.filter(isStale).map((one) => ({ ...resultOf(one), reason: one.expectation?.reason ?? '' }))
  return {
    ok: failures.length === 0 && stale.length === 0,
    ...(seed === undefined ? {} : { seed }),
    suites: groupsOf(judged, ({ suite, revision }) => [`${suite} ${revision}`]).map(([, mine]) => suiteCount(mine)),
    rules: groupsOf(judged, ({ item }) => item.rules).map(([rule, mine]) => ({ rule, ...counts(mine) })),
    failures,
    stale,
    expectedFailures: failed.flatMap((one) =>
      one.expectation === undefined ? [] : [{ ...failureOf(one), reason: one.expectation.reason }],
    ),
    passed: judged.filter((one) => one.passed && !isStale(one)).map(resultOf),
  }
}

function groupsOf(judged: readonly Judged[], namesOf: (one: Judged) => readonly string[]): [string, Judged[]][] {
  const groups = new Map<string, Judged[]>()
  for (const one of judged) {
    for (const name of namesOf(one)) {
      const group = groups.get(name)
      if (group === undefined) groups.set(name, [one])
      else group.push(one)
    }
  }
  return [...groups]
}

function counts(mine: readonly Judged[]): Omit<RuleCount, 'rule'> {
  const failed = mine.filter(({ passed }) => !passed)
  return {
    cases: mine.length,
    right: mine.length - failed.length,
    expected: failed.filter(({ expectation }) => expectation !== undefined).length,
  }
}

function suiteCount(mine: readonly Judged[]): SuiteCount {
  const [first] = mine
  if (first === undefined) throw new TypeError('a suite without cases')
  const { cases, right, expected } = counts(mine)
  const unanswered = mine.filter(({ answer }) => answer === undefined).length
  const unsupported = mine.filter(({ answer }) => answer?.result === 'unsupported').length
  return {
    suite: first.suite,
    revision: first.revision,
    cases,
    right,
    wrong: cases - right - unanswered - unsupported,
    unanswered,
    unsupported,
    expected,
    detailed: mine.filter(({ passed, judgement }) => passed && judgement?.detailed === true).length,
  }
}

function resultOf({ suite, revision, item: { tcId, comment, rules, result } }: Judged): CaseResult {
  return { suite, revision, tcId, comment, rules, result }
}

function failureOf(one: Judged): Failure {
  const expected = one.item.code ?? one.item.result
  return { ...resultOf(one), expected, given: describe(expected, one) }
}

function describe(expected: string, { item, answer, judgement }: Judged): string {
  if (answer === undefined) return 'no answer'
  const said = answer.code ?? answer.result
  if (judgement?.right === true) return `${said} without detail`
  return said === expected || said === item.result ? `${said} with another outcome` : said
}
