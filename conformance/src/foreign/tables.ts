import type { ExcusedFailure, Report, SuiteCount } from '../report.ts'

/** The ways in which an answer is not right. */
const kinds = ['lets through', 'refuses', 'otherwise', 'leaves out'] as const
type Kind = (typeof kinds)[number]

/** What an adapter gets wrong, as two tables in Markdown: by suite and revision, and by reason. */
export function adapterTables(report: Report): string {
  return `${suiteTable(report)}\n\n${reasonTable(report.expectedFailures)}`
}

function suiteTable({ suites, expectedFailures }: Report): string {
  const row = ({ suite, revision, cases, right }: SuiteCount): string => {
    const own = expectedFailures.filter((one) => one.suite === suite && one.revision === revision)
    return line([`\`${suite}\``, `\`${revision}\``, cases, right, ...counts(own)])
  }
  const sum = (count: (one: SuiteCount) => number): number => suites.reduce((total, one) => total + count(one), 0)
  const last = line(['all', '', sum((one) => one.cases), sum((one) => one.right), ...counts(expectedFailures)])
  return [...head(['suite', 'revision', 'cases', 'right', ...kinds], 2), ...suites.map(row), last].join('\n')
}

function reasonTable(failures: readonly ExcusedFailure[]): string {
  const reasons = new Map<string, ExcusedFailure[]>()
  for (const one of failures) reasons.set(one.reason, [...(reasons.get(one.reason) ?? []), one])
  const rows = [...reasons].map(([reason, group]) => line([plain(reason), rulesOf(group), ...counts(group)]))
  return [...head(['why', 'rules', ...kinds], 2), ...rows].join('\n')
}

function head(titles: readonly string[], texts: number): string[] {
  return [line(titles), line(titles.map((_, at) => (at < texts ? '---' : '--:')))]
}

function line(cells: readonly (string | number)[]): string {
  return `| ${cells.join(' | ')} |`
}

/** The rule that each case is about first; a whole suite has too many to be listed. */
function rulesOf(group: readonly ExcusedFailure[]): string {
  const rules = [...new Set(group.map(({ rules: [first = ''] }) => first))]
  return rules.length > 8 ? `${rules.length} rules` : rules.map((rule) => `\`${rule}\``).join(' ')
}

function counts(failures: readonly ExcusedFailure[]): number[] {
  return kinds.map((kind) => failures.filter((one) => kindOf(one) === kind).length)
}

function kindOf({ result, given }: ExcusedFailure): Kind {
  if (given === 'unsupported') return 'leaves out'
  if (result === 'invalid' && given.startsWith('valid')) return 'lets through'
  return result === 'valid' && given.startsWith('invalid') ? 'refuses' : 'otherwise'
}

/** Text that Markdown shows as it is: `__proto__`, `$`. */
function plain(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('__', '\\_\\_')
}
