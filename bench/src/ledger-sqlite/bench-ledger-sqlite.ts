import { parseArgs } from 'node:util'
import { environment } from '../environment.ts'
import { formatSpread, formatTable, writeReport } from '../report.ts'
import { wholeNumber } from '../whole-number.ts'
import { type Arrival, measureRatio, type RatioRow } from './ratios.ts'
import { measureScale } from './scale.ts'

const usage = `bench ledger-sqlite [--entries 20000] [--repetitions 5] [--arrivals 1x64,1x100,1x512,1x1000,50x10]
bench ledger-sqlite --scale 1000000 [--batch 512]

An arrival is calls at the same time x tokens per call; each arrival is one commit.`

const sync = 'WAL, synchronous=FULL, pages of 4 KiB, cache of 16 MiB, log moved after 64 MiB: the same for both'

/** `node:sqlite` with the ledger on it, beside `node:sqlite` alone. */
export async function benchLedgerSqlite(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      entries: { type: 'string', default: '20000' },
      repetitions: { type: 'string', default: '5' },
      arrivals: { type: 'string', default: '1x64,1x100,1x512,1x1000,50x10' },
      scale: { type: 'string' },
      batch: { type: 'string', default: '512' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) console.log(usage)
  else if (values.scale !== undefined) await benchScale(whole(values.scale), whole(values.batch))
  else {
    const arrivals = values.arrivals.split(',').map(arrivalIn)
    await benchRatios(arrivals, whole(values.entries), whole(values.repetitions))
  }
}

async function benchRatios(arrivals: readonly Arrival[], entries: number, repetitions: number): Promise<void> {
  const started = environment()
  const rows: RatioRow[] = []
  for (const arrival of arrivals) {
    console.error(`${arrival.calls} calls of ${arrival.tokensPerCall} ...`)
    rows.push(await measureRatio(arrival, { entries, repetitions }))
  }
  const lines = rows.map(({ calls, tokensPerCall, ledger, plain, ratio }) => [
    `${calls} x ${tokensPerCall}`,
    formatSpread(ratio, 2),
    formatSpread(ledger, 0),
    formatSpread(plain, 0),
  ])
  console.log(describe(started))
  console.log(formatTable([['calls x tokens', 'ratio', 'ledger, entries/s', 'plain inserts, entries/s'], ...lines]))
  console.log(`written to ${writeReport('ledger-sqlite', started, { sync, entries, repetitions, rows })}`)
}

async function benchScale(entries: number, tokensPerCall: number): Promise<void> {
  const started = environment()
  const onProgress = (done: number): void => console.error(`${done.toLocaleString('en')} entries ...`)
  const report = await measureScale({ entries, tokensPerCall, rounds: 10, onProgress })
  console.log(describe(started))
  console.log(
    formatTable([
      ['entries, tokens per call', `${entries.toLocaleString('en')}, ${tokensPerCall}`],
      ['opening, ms', formatSpread(report.openingMs, 0)],
      ['receipt, ms', formatSpread(report.receiptMs, 2)],
      ['first 10,000, ms', formatSpread(report.firstMs, 0)],
      ['10,000 more, ms', formatSpread(report.lastMs, 0)],
      ['more to first', `${formatSpread(report.growth, 2)}; of all rounds together ${report.growthOfAll.toFixed(2)}`],
      ['rss at a tenth and at the end, MiB', `${report.rssMib.early}, ${report.rssMib.late}`],
    ]),
  )
  console.log(`written to ${writeReport('ledger-sqlite-scale', started, { sync, ...report })}`)
}

function describe({ node, sqlite, cores, cpu, load }: ReturnType<typeof environment>): string {
  return `Node ${node}, SQLite ${sqlite}, ${cores} cores (${cpu}), load ${load}\n${sync}\n`
}

function whole(text: string): number {
  return wholeNumber(text, usage)
}

function arrivalIn(text: string): Arrival {
  const [calls = '', tokensPerCall = ''] = text.split('x')
  return { calls: whole(calls), tokensPerCall: whole(tokensPerCall) }
}
