import { loadRequirements } from '../load.ts'
import { printable } from '../printable.ts'
import type { CaseResult, Report, RuleCount, SuiteCount } from '../report.ts'
import { styles } from './html-styles.ts'

/**
 * Writes the report as one HTML page that needs nothing else: no script, no font, no network.
 *
 * Every text is escaped. What a program under test answered stands in it, and a report is passed on.
 */
export function reportHtml(report: Report): string {
  const failed = report.failures.length + report.stale.length
  const total = report.suites.reduce((sum, { cases }) => sum + cases, 0)
  const right = report.suites.reduce((sum, one) => sum + one.right, 0)
  const verdict = report.ok ? 'Passed' : 'Failed'
  const seed = report.seed === undefined ? '' : ` Fresh cases of seed ${report.seed}.`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${verdict}: ECT conformance</title>
<style>${styles}</style>
</head>
<body>
<main>
<h1>ECT conformance</h1>
<p class="verdict ${report.ok ? 'good' : 'bad'}"><strong>${verdict}</strong> ${right} of ${total} answers are right,
${counted(report.expectedFailures.length, 'expected failure')}, ${counted(failed, 'error')}.${seed}</p>
<h2>Suites</h2>
${suiteTable(report.suites)}
${failureSection(report)}${staleSection(report)}${expectedSection(report)}<h2>Rules</h2>
${ruleTable(report.rules)}
</main>
</body>
</html>
`
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}

function suiteTable(suites: readonly SuiteCount[]): string {
  const columns = ['cases', 'right', 'wrong', 'unanswered', 'unsupported', 'expected', 'detailed'] as const
  const head = row(['suite', 'revision'], columns, 'th')
  const rows = suites.map((one) => {
    const numbers = columns.map((column) => String(one[column]))
    return row([code(one.suite), code(one.revision)], numbers, 'td', one.right + one.expected < one.cases)
  })
  return `${table(head, rows)}
<p class="note"><em>expected</em>: how many of those that are not right were expected to fail. <em>detailed</em>: right
answers that showed every detail of their case.</p>`
}

function ruleTable(rules: readonly RuleCount[]): string {
  const texts = new Map(loadRequirements().map(({ id, text }) => [id, text]))
  const rows = rules
    .toSorted((one, other) => rank(one) - rank(other) || (one.rule < other.rule ? -1 : 1))
    .map((one) => {
      const failed = one.cases - one.right - one.expected
      const numbers = [one.cases, one.right, one.expected, failed].map(String)
      return row([`${code(one.rule)}<br>${escaped(texts.get(one.rule) ?? '')}`], numbers, 'td', failed > 0)
    })
  return table(row(['rule'], ['cases', 'right', 'expected', 'errors'], 'th'), rows)
}

/** Rules with errors first, then those with expected failures. */
function rank({ cases, right, expected }: RuleCount): number {
  if (cases > right + expected) return 0
  return expected > 0 ? 1 : 2
}

function failureSection({ failures, seed }: Report): string {
  if (failures.length === 0) return ''
  const again = seed === undefined ? '' : ` --seed ${seed}`
  const items = failures.map((one) => item(one, answers(one.expected, one.given)))
  return `<h2>Failures</h2>
<p class="note">A case is shown whole by <code>ect-conformance show${again} --case N</code>.</p>
<ol>
${items.join('\n')}
</ol>
`
}

function staleSection({ stale }: Report): string {
  if (stale.length === 0) return ''
  const items = stale.map((one) => item(one, `<p>Listed as an expected failure: ${escaped(one.reason)}</p>`))
  return `<h2>Expected to fail, but passed</h2>\n<ol>\n${items.join('\n')}\n</ol>\n`
}

/** One block for each reason, closed: there may be hundreds of cases, and nobody has to act on them. */
function expectedSection({ expectedFailures }: Report): string {
  if (expectedFailures.length === 0) return ''
  const reasons = new Map<string, string[]>()
  for (const one of expectedFailures) {
    const items = reasons.get(one.reason) ?? []
    items.push(item(one, answers(one.expected, one.given)))
    reasons.set(one.reason, items)
  }
  const blocks = [...reasons].map(([reason, items]) => {
    const summary = `<summary>${items.length} &times; ${escaped(reason)}</summary>`
    return `<details>${summary}\n<ol>\n${items.join('\n')}\n</ol></details>`
  })
  return `<h2>Expected failures</h2>\n${blocks.join('\n')}\n`
}

function item({ suite, tcId, comment, rules }: CaseResult, more: string): string {
  return `<li><p><span class="id">${tcId}</span> <span class="suite">${escaped(suite)}</span> ${escaped(comment)}</p>
${more}
<p class="rules">${rules.map(code).join(' ')}</p></li>`
}

function answers(expected: string, given: string): string {
  return `<p>expected ${code(expected)}, answered ${code(given)}</p>`
}

function table(head: string, rows: readonly string[]): string {
  const body = `<tbody>\n${rows.join('\n')}\n</tbody>`
  return `<div class="table" tabindex="0"><table>\n<thead>${head}</thead>\n${body}\n</table></div>`
}

/** The first cells are HTML and the others numbers, or the titles of both. */
function row(texts: readonly string[], numbers: readonly string[], cell: 'th' | 'td', isBad = false): string {
  const scope = cell === 'th' ? ' scope="col"' : ''
  const left = texts.map((text) => `<${cell}${scope}>${text}</${cell}>`)
  const right = numbers.map((number) => `<${cell}${scope} class="number">${number}</${cell}>`)
  return `<tr${isBad ? ' class="bad"' : ''}>${[...left, ...right].join('')}</tr>`
}

function code(text: string): string {
  return `<code>${escaped(text)}</code>`
}

/** Markup as text, and what would hide or turn the text around it as words. */
function escaped(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
