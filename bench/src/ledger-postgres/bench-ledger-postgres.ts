import { parseArgs } from 'node:util'
import { startPostgres } from '../../../packages/ledger-postgres/test/postgres-server.ts'
import { environment } from '../environment.ts'
import { formatSpread, formatTable, writeReport } from '../report.ts'
import { wholeNumber } from '../whole-number.ts'
import { measurePostgresRatio, type PostgresArrival, type PostgresRatioRow } from './postgres-ratios.ts'

const usage = `bench ledger-postgres [--url postgres://...] [--entries 20000] [--repetitions 5] [--arrivals 1x64,1x512,2x64,2x512]

An arrival is writers at the same time x tokens per batch. Without a URL a server is started for the run, in the folder for
temporary files.`

const settings = 'fsync and synchronous_commit on; the tables are made anew'

/** PostgreSQL with the ledger on it, beside plain inserts of many rows. */
export async function benchLedgerPostgres(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      url: { type: 'string' },
      entries: { type: 'string', default: '20000' },
      repetitions: { type: 'string', default: '5' },
      arrivals: { type: 'string', default: '1x64,1x512,2x64,2x512' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(usage)
    return
  }
  const whole = (text: string): number => wholeNumber(text, usage)
  const arrivals = values.arrivals.split(',').map((text): PostgresArrival => {
    const [writers = '', batch = ''] = text.split('x')
    return { writers: whole(writers), batch: whole(batch) }
  })
  const server = values.url === undefined ? await startPostgres() : undefined
  try {
    const options = { entries: whole(values.entries), repetitions: whole(values.repetitions) }
    await benchRatios(values.url ?? server?.url ?? '', arrivals, options)
  } finally {
    await server?.remove()
  }
}

async function benchRatios(
  url: string,
  arrivals: readonly PostgresArrival[],
  options: { readonly entries: number; readonly repetitions: number },
): Promise<void> {
  const started = environment()
  const rows: PostgresRatioRow[] = []
  for (const arrival of arrivals) {
    console.error(`${arrival.writers} writers with ${arrival.batch} ...`)
    rows.push(await measurePostgresRatio(arrival, { url, ...options }))
  }
  const lines = rows.map(({ writers, batch, ledger, indexed, plain, ratioToIndexed, ratioToPlain }) => [
    `${writers} x ${batch}`,
    formatSpread(ratioToIndexed, 2),
    formatSpread(ratioToPlain, 2),
    formatSpread(ledger, 0),
    formatSpread(indexed, 0),
    formatSpread(plain, 0),
  ])
  const head = [
    'writers x batch',
    'to indexed',
    'to plain',
    'ledger, entries/s',
    'indexed, entries/s',
    'plain, entries/s',
  ]
  console.log(`Node ${started.node}, ${started.cores} cores (${started.cpu}), load ${started.load}\n${settings}\n`)
  console.log(formatTable([head, ...lines]))
  console.log(`written to ${writeReport('ledger-postgres', started, { settings, ...options, rows })}`)
}
