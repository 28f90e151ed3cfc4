import type { SuiteName } from './cases.ts'
import { type Answer, judgeAnswer } from './judge-answer.ts'
import type { AnyCase } from './select-cases.ts'

/** A case whose answer is wrong or missing. */
export interface Failure {
  readonly suite: SuiteName
  readonly tcId: number
  readonly comment: string
  readonly rules: readonly string[]
  /** `valid`, or the code. */
  readonly expected: string
  /** `valid`, the code, `invalid` without code, or `no answer`. */
  readonly given: string
}

/** The counts of one suite. */
export interface SuiteCount {
  readonly suite: SuiteName
  readonly cases: number
  readonly right: number
  readonly wrong: number
  readonly unanswered: number
  /** Right answers that showed the code, or what came out. */
  readonly detailed: number
}

/** The outcome of a run. */
export interface Report {
  readonly suites: readonly SuiteCount[]
  readonly failures: readonly Failure[]
}

/** Compares the answers with the cases. */
export function makeReport(selected: readonly AnyCase[], answers: ReadonlyMap<number, Answer>): Report {
  const judged = selected.map(({ suite, item }) => {
    const answer = answers.get(item.tcId)
    return { suite, item, answer, judgement: answer === undefined ? undefined : judgeAnswer(item, answer) }
  })
  const suites = [...new Set(selected.map(({ suite }) => suite))].map((suite): SuiteCount => {
    const mine = judged.filter((one) => one.suite === suite)
    const right = mine.filter(({ judgement }) => judgement?.right === true)
    const unanswered = mine.filter(({ judgement }) => judgement === undefined).length
    const detailed = right.filter(({ judgement }) => judgement?.detailed === true).length
    return {
      suite,
      cases: mine.length,
      right: right.length,
      wrong: mine.length - right.length - unanswered,
      unanswered,
      detailed,
    }
  })
  const failures = judged
    .filter(({ judgement }) => judgement?.right !== true)
    .map(({ suite, item, answer }): Failure => {
      const { tcId, comment, rules } = item
      return { suite, tcId, comment, rules, expected: item.code ?? item.result, given: describe(answer) }
    })
  return { suites, failures }
}

function describe(answer: Answer | undefined): string {
  return answer === undefined ? 'no answer' : (answer.code ?? answer.result)
}

/** Writes the report as a table for people: counts by suite, then each failure on a line. */
export function reportText({ suites, failures }: Report): string {
  const head = ['suite', 'cases', 'right', 'wrong', 'unanswered', 'detailed']
  const rows = suites.map((one) =>
    [one.suite, one.cases, one.right, one.wrong, one.unanswered, one.detailed].map(String),
  )
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)))
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
  const list = failures.map(
    ({ tcId, comment, expected, given, rules }) =>
      `${tcId}  expected ${expected}, got ${given === expected ? `${given} with another outcome` : given}: ${comment} [${rules.join(', ')}]`,
  )
  return [line(head), ...rows.map(line), ...(list.length === 0 ? [] : ['', ...list])].join('\n')
}
