import type { TargetRun } from './run-target.ts'

/** What runs did, as a table in Markdown. */
export function tableOf(runs: readonly TargetRun[]): string {
  const head =
    '| target | inputs | per second | branches | corpus before | after | findings |\n|---|---|---|---|---|---|---|'
  const rows = runs.map((run) => [
    run.target,
    count(run.executions),
    count(run.executions / run.seconds),
    count(run.branches),
    run.corpusBefore,
    run.corpusAfter,
    run.findings.length,
  ])
  const all = count(runs.reduce((sum, { executions }) => sum + executions, 0))
  return [head, ...[...rows, ['all', all, '', '', '', '', '']].map((cells) => `| ${cells.join(' | ')} |`)].join('\n')
}

function count(number: number): string {
  return Math.round(number).toLocaleString('en')
}
