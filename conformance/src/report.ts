import type { SuiteName } from './cases.ts'
import { type Answer, type Judgement, judgeAnswer } from './judge-answer.ts'
import type { AnyCase } from './select-cases.ts'

/** Options of {@link makeReport}. */
export interface ReportOptions {
  /** Whether a right answer that leaves out a detail of its case counts as wrong. Default: false. */
  readonly strict?: boolean
}

/** A case whose answer is wrong or missing. */
export interface Failure {
  readonly suite: SuiteName
  readonly tcId: number
  readonly comment: string
  readonly rules: readonly string[]
  /** `valid`, or the code. */
  readonly expected: string
  /** In words: `valid`, the code, `invalid` without code, or `no answer`; and what is wrong when that is as expected. */
  readonly given: string
}

/** The counts of one suite. */
export interface SuiteCount {
  readonly suite: SuiteName
  readonly cases: number
  readonly right: number
  readonly wrong: number
  readonly unanswered: number
  /** Right answers that showed every detail of their case: the code, what came out, the steps. */
  readonly detailed: number
}

/** The outcome of a run. */
export interface Report {
  readonly suites: readonly SuiteCount[]
  readonly failures: readonly Failure[]
}

/** Compares the answers with the cases. */
export function makeReport(
  selected: readonly AnyCase[],
  answers: ReadonlyMap<number, Answer>,
  { strict = false }: ReportOptions = {},
): Report {
  const judged = selected.map(({ suite, item }) => {
    const answer = answers.get(item.tcId)
    const judgement = answer === undefined ? undefined : judgeAnswer(item, answer)
    const passed = judgement?.right === true && (judgement.detailed || !strict)
    return { suite, item, answer, judgement, passed }
  })
  const suites = [...new Set(selected.map(({ suite }) => suite))].map((suite): SuiteCount => {
    const mine = judged.filter((one) => one.suite === suite)
    const right = mine.filter(({ passed }) => passed)
    const unanswered = mine.filter(({ answer }) => answer === undefined).length
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
    .filter(({ passed }) => !passed)
    .map(({ suite, item, answer, judgement }): Failure => {
      const { tcId, comment, rules } = item
      const expected = item.code ?? item.result
      return { suite, tcId, comment, rules, expected, given: describe(expected, answer, judgement) }
    })
  return { suites, failures }
}

function describe(expected: string, answer: Answer | undefined, judgement: Judgement | undefined): string {
  if (answer === undefined) return 'no answer'
  const said = answer.code ?? answer.result
  if (judgement?.right === true) return `${said} without detail`
  return said === expected ? `${said} with another outcome` : said
}

/** Writes the report for people: counts by suite, then each failure on a line, then how many right answers showed their detail. */
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
      `${tcId}  expected ${expected}, got ${given}: ${comment} [${rules.join(', ')}]`,
  )
  const sum = (count: (suite: SuiteCount) => number): number => suites.reduce((total, one) => total + count(one), 0)
  const shown = `${sum((one) => one.detailed)} of ${sum((one) => one.right)} right answers showed code, outcome or steps`
  const blocks = [[line(head), ...rows.map(line)], list, [shown]].filter((block) => block.length > 0)
  return blocks.map((block) => block.join('\n')).join('\n\n')
}
