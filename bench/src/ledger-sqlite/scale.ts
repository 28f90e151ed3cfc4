import { admit } from '@wimse-ect/dag'
import { generateNoteKey, noteSigner } from '@wimse-ect/ledger'
import { createSqliteLedger, openSqliteLedger, type SqliteLedger } from '@wimse-ect/ledger-sqlite'
import { type Spread, spreadOf } from '../spread.ts'
import { inTemporaryFolder } from '../temporary-folder.ts'
import { Workload } from '../workload.ts'
import { timeLedger } from './time-ledger.ts'

/** Entries whose appending is one measurement. */
const windowEntries = 10_000
const openings = 5
const receipts = 200

export interface ScaleOptions {
  readonly entries: number
  readonly tokensPerCall: number
  /** Told now and then how many entries there are. */
  readonly onProgress: (entries: number) => void
}

/** What a large log costs. */
export interface ScaleReport {
  readonly entries: number
  readonly tokensPerCall: number
  /** Milliseconds for the first ten thousand entries. */
  readonly firstMs: number
  /** Milliseconds for ten thousand, of the last ten times ten thousand. */
  readonly lastMs: Spread
  /** Median of the last to the first. */
  readonly growth: number
  readonly openingMs: Spread
  readonly receiptMs: Spread
  /** Resident memory of the process in MiB after the first tenth of the entries, and at the end. */
  readonly rssMib: { readonly early: number; readonly late: number }
}

/** Fills a ledger and measures it as it grows. */
export async function measureScale(options: ScaleOptions): Promise<ScaleReport> {
  return inTemporaryFolder(async (path) => {
    const signer = noteSigner(generateNoteKey('ledger.example.com/bench').signerKey)
    const file = path('ledger.db')
    await warmUp(path('warm-up.db'), options.tokensPerCall)
    const ledger = await createSqliteLedger(file, { signer })
    const { windows, rssMib } = await fill(ledger, options)
    const receiptMs = await timeReceipts(ledger, options.entries)
    await ledger.close()
    const openingMs: number[] = []
    for (let at = 0; at < openings; at++) {
      const start = performance.now()
      const opened = await openSqliteLedger(file, { signer })
      openingMs.push(performance.now() - start)
      await opened.close()
    }
    const [firstMs = 0] = windows
    const lastMs = spreadOf(windows.slice(-10))
    const { entries, tokensPerCall } = options
    const growth = lastMs.median / firstMs
    return { entries, tokensPerCall, firstMs, lastMs, growth, openingMs: spreadOf(openingMs), receiptMs, rssMib }
  })
}

/** The first entries of the log must not pay for code that is compiled while it runs. */
async function warmUp(file: string, tokensPerCall: number): Promise<void> {
  const ledger = await createSqliteLedger(file)
  await appendWindow(ledger, new Workload(), 2 * windowEntries, tokensPerCall)
  await ledger.close()
}

async function fill(
  ledger: SqliteLedger,
  { entries, tokensPerCall, onProgress }: ScaleOptions,
): Promise<{ windows: number[]; rssMib: ScaleReport['rssMib'] }> {
  const workload = new Workload()
  const windows: number[] = []
  let early = 0
  for (let done = 0; done < entries; done += windowEntries) {
    windows.push(await appendWindow(ledger, workload, Math.min(windowEntries, entries - done), tokensPerCall))
    if (done <= entries / 10) early = residentMib()
    if ((done + windowEntries) % (10 * windowEntries) === 0) onProgress(done + windowEntries)
  }
  return { windows, rssMib: { early, late: residentMib() } }
}

async function appendWindow(
  ledger: SqliteLedger,
  workload: Workload,
  entries: number,
  tokensPerCall: number,
): Promise<number> {
  const batches = Array.from({ length: Math.ceil(entries / tokensPerCall) }, (_, at) =>
    workload.next(Math.min(tokensPerCall, entries - at * tokensPerCall)),
  )
  return timeLedger(ledger, batches, { tokensPerCall, admission: admit })
}

async function timeReceipts(ledger: SqliteLedger, entries: number): Promise<Spread> {
  const times: number[] = []
  await ledger.checkpoint()
  for (let at = 0; at < receipts; at++) {
    const start = performance.now()
    await ledger.receipt(Math.floor(((at + 0.5) * entries) / receipts))
    times.push(performance.now() - start)
  }
  return spreadOf(times)
}

function residentMib(): number {
  return Math.round(process.memoryUsage().rss / 2 ** 20)
}
