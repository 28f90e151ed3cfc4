import { printable } from '../printable.ts'
import type { Failure, Report, SuiteCount } from '../report.ts'

const columns = ['cases', 'right', 'wrong', 'unanswered', 'unsupported', 'expected', 'detailed'] as const

/**
 * Writes the report for people: counts by suite, then each failure on a line and each expectation that is stale, then
 * how many right answers showed their detail.
 */
export function reportText({ seed, suites, failures, stale }: Report): string {
  const withRevision = new Set(suites.map(({ revision }) => revision)).size > 1
  const rows = suites.map((one) => [
    withRevision ? `${one.suite} ${one.revision}` : one.suite,
    ...columns.map((column) => String(one[column])),
  ])
  const list = failures.map((failure) => oneLine(failureLine(failure)))
  const passes = stale.map(({ tcId, comment, reason }) =>
    oneLine(`${tcId}  passes, but is listed as an expected failure: ${comment} (${reason})`),
  )
  const sum = (count: (suite: SuiteCount) => number): number => suites.reduce((total, one) => total + count(one), 0)
  const excused = sum((one) => one.expected)
  const last = [
    `${sum((one) => one.detailed)} of ${sum((one) => one.right)} right answers showed code, outcome or steps`,
    ...(excused === 0 ? [] : [`expected failures: ${excused}`]),
    ...(seed === undefined
      ? []
      : [`fresh cases of seed ${seed}; show one: ect-conformance show --seed ${seed} --case N`]),
  ]
  const blocks = [table(['suite', ...columns], rows), list, passes, last].filter((block) => block.length > 0)
  return blocks.map((block) => block.join('\n')).join('\n\n')
}

function failureLine({ tcId, comment, expected, given, rules }: Failure): string {
  return `${tcId}  expected ${expected}, got ${given}: ${comment} [${rules.join(', ')}]`
}

/** A reason comes from a file, and could break the line or move the cursor to show a result of its own. */
function oneLine(text: string): string {
  return printable(text.replaceAll(/[\r\n\t]+/g, ' '))
}

/** Lines of a table whose first column is text and whose others are numbers. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)))
  return [head, ...rows].map((cells) =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  )
}
