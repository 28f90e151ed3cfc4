import { parseArgs } from 'node:util'
import type { BenchResult, Effort } from './bench-result.ts'
import { benches } from './benches.ts'
import { checkRatios } from './check/check-ratios.ts'
import { environment } from './environment.ts'
import { resultText } from './print-result.ts'
import { formatTable, writeBeside, writeReport } from './report.ts'
import { plotFiles } from './report-page/plot-files.ts'
import { reportPage } from './report-page/report-page.ts'
import { runApart } from './run-apart.ts'
import { judgeTargets, targets, targetTable } from './targets.ts'
import { wholeNumber } from './whole-number.ts'

/** Benches of one package with arguments of their own. */
const detailed: Readonly<Record<string, () => Promise<(args: readonly string[]) => Promise<void>>>> = {
  'ledger-postgres': async () => (await import('./ledger-postgres/bench-ledger-postgres.ts')).benchLedgerPostgres,
  'ledger-sqlite': async () => (await import('./ledger-sqlite/bench-ledger-sqlite.ts')).benchLedgerSqlite,
}

const usage = `bench [NAME] [--repetitions 5] [--share 1] [--scale]     ${Object.keys(benches).join(' ')}
bench ${Object.keys(detailed).join('|')} [options]     in detail; --help tells them
bench --check [--write]     beside the ratios in bench/ratios.json; --write renews them`

const [name = '', ...rest] = process.argv.slice(2)
const detail = Object.hasOwn(detailed, name) ? detailed[name] : undefined
if (detail === undefined) await main(process.argv.slice(2))
else await (await detail())(rest)

async function main(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      repetitions: { type: 'string', default: '5' },
      share: { type: 'string', default: '1' },
      scale: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  const isKnown = positionals.length < 2 && positionals.every((each) => Object.hasOwn(benches, each))
  if (values.help) console.log(usage)
  else if (!isKnown) {
    console.error(usage)
    process.exitCode = 2
  } else if (values.check) process.exitCode = (await checkRatios(values.write)) ? 0 : 1
  else {
    const [repetitions, share] = [wholeNumber(values.repetitions, usage), shareOf(values.share)]
    const effort = { repetitions, share, isScale: values.scale }
    await run(positionals[0], effort, ['pnpm bench', ...args].join(' '))
  }
}

/** Throws TypeError, with the usage, for what is no share of the work. */
function shareOf(text: string): number {
  const share = Number(text)
  if (!(share > 0 && share <= 1)) throw new TypeError(`a share is above 0 and at most 1\n${usage}`)
  return share
}

/** Runs one bench or all of them, prints what they found and writes the report. */
async function run(only: string | undefined, effort: Effort, command: string): Promise<void> {
  const started = environment()
  const results: BenchResult[] = []
  const failures: string[] = []
  for (const each of only === undefined ? Object.keys(benches) : [only]) {
    console.error(`${each} ...`)
    try {
      const result = await runApart(each, effort)
      results.push(result)
      console.log(`${resultText(result)}\n`)
    } catch (error) {
      failures.push(error instanceof Error ? error.message : String(error))
    }
  }
  const figures = Object.fromEntries(results.flatMap((result) => Object.entries(result.figures)))
  const judged = judgeTargets(targets, figures)
  // Of one bench alone, the targets of the others are of no interest.
  const shown = only === undefined ? judged : judged.filter(({ verdict }) => verdict !== 'not measured')
  const content = { command, ...effort, targets: shown, results, failures }
  console.log(`${formatTable(targetTable(shown))}\n`)
  console.log(`written to ${writeReport(only ?? 'report', started, content)}`)
  const report = { started, ended: environment(), ...content }
  console.log(`and to ${writeBeside(`${only ?? 'index'}.html`, reportPage(report))}`)
  if (only === undefined) for (const [name, plot] of Object.entries(plotFiles(results))) writeBeside(name, plot)
  for (const failure of failures) console.error(failure)
  process.exitCode = failures.length > 0 ? 1 : 0
}
