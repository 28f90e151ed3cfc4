import type { VerifiedEct } from '@wimse-ect/claims'
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
  /** How often ten thousand entries of a new log are measured beside ten thousand more of the large one. */
  readonly rounds: number
  /** Told now and then how many entries there are. */
  readonly onProgress: (entries: number) => void
}

/** What a large log costs. */
export interface ScaleReport {
  readonly entries: number
  readonly tokensPerCall: number
  /** Milliseconds for the first ten thousand entries of a new log. */
  readonly firstMs: Spread
  /** Milliseconds for ten thousand more in the large one. */
  readonly lastMs: Spread
  /** The second to the first, of each round. */
  readonly growth: Spread
  /** The same for all rounds together, so that nothing is left out that happens in few of them. */
  readonly growthOfAll: number
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
    const workload = new Workload()
    const rssMib = await fill(ledger, workload, options)
    const receiptMs = await timeReceipts(ledger, options.entries)
    const windows: Window[] = []
    for (let round = 0; round < options.rounds; round++) {
      const fresh = await createSqliteLedger(path(`fresh-${round}.db`), { signer })
      windows.push(await timeBeside(fresh, ledger, workload, options.tokensPerCall))
      await fresh.close()
    }
    await ledger.close()
    const openingMs: number[] = []
    for (let at = 0; at < openings; at++) {
      const start = performance.now()
      const opened = await openSqliteLedger(file, { signer })
      openingMs.push(performance.now() - start)
      await opened.close()
    }
    const { entries, tokensPerCall } = options
    const sum = (times: readonly number[]): number => times.reduce((all, each) => all + each, 0)
    const [first, last] = [windows.map((each) => each.firstMs), windows.map((each) => each.lastMs)]
    return {
      ...{ entries, tokensPerCall, openingMs: spreadOf(openingMs), receiptMs, rssMib },
      ...{ firstMs: spreadOf(first), lastMs: spreadOf(last), growthOfAll: sum(last) / sum(first) },
      growth: spreadOf(windows.map(({ firstMs, lastMs }) => lastMs / firstMs)),
    }
  })
}

interface Window {
  readonly firstMs: number
  readonly lastMs: number
}

/**
 * Milliseconds for the first entries of a new ledger and for as many more in a large one. They take turns, call by
 * call, so that what else the machine does meets both.
 */
async function timeBeside(
  fresh: SqliteLedger,
  large: SqliteLedger,
  workload: Workload,
  tokensPerCall: number,
): Promise<Window> {
  const ofFresh = batchesOf(new Workload(), windowEntries, tokensPerCall)
  const ofLarge = batchesOf(workload, windowEntries, tokensPerCall)
  let [firstMs, lastMs] = [0, 0]
  for (const [at, batch] of ofFresh.entries()) {
    firstMs += await timeLedger(fresh, [batch], { tokensPerCall, admission: admit })
    lastMs += await timeLedger(large, ofLarge.slice(at, at + 1), { tokensPerCall, admission: admit })
  }
  return { firstMs, lastMs }
}

/** The first entries of the log must not pay for code that is compiled while it runs. */
async function warmUp(file: string, tokensPerCall: number): Promise<void> {
  const ledger = await createSqliteLedger(file)
  await timeLedger(ledger, batchesOf(new Workload(), 2 * windowEntries, tokensPerCall), {
    tokensPerCall,
    admission: admit,
  })
  await ledger.close()
}

async function fill(
  ledger: SqliteLedger,
  workload: Workload,
  { entries, tokensPerCall, onProgress }: ScaleOptions,
): Promise<ScaleReport['rssMib']> {
  let early = 0
  for (let done = 0; done < entries; done += windowEntries) {
    const batches = batchesOf(workload, Math.min(windowEntries, entries - done), tokensPerCall)
    await timeLedger(ledger, batches, { tokensPerCall, admission: admit })
    if (done <= entries / 10) early = residentMib()
    if ((done + windowEntries) % (10 * windowEntries) === 0) onProgress(done + windowEntries)
  }
  return { early, late: residentMib() }
}

function batchesOf(workload: Workload, entries: number, tokensPerCall: number): (readonly VerifiedEct[])[] {
  return Array.from({ length: Math.ceil(entries / tokensPerCall) }, (_, at) =>
    workload.next(Math.min(tokensPerCall, entries - at * tokensPerCall)),
  )
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
