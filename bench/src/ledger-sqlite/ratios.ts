import type { VerifiedEct } from '@wimse-ect/claims'
import { admit } from '@wimse-ect/dag'
import { generateNoteKey, noteSigner } from '@wimse-ect/ledger'
import { createSqliteLedger, type SqliteLedger } from '@wimse-ect/ledger-sqlite'
import { type Spread, spreadOf } from '../spread.ts'
import { inTemporaryFolder } from '../temporary-folder.ts'
import { Workload } from '../workload.ts'
import { PlainTable } from './plain-table.ts'

/** How tokens arrive: so many calls at the same time, with so many tokens each. They share a commit. */
export interface Arrival {
  readonly calls: number
  readonly tokensPerCall: number
}

/** The ledger beside plain inserts, at one batch size. */
export interface RatioRow extends Arrival {
  /** Entries per second. */
  readonly ledger: Spread
  readonly plain: Spread
  /** Ledger to plain, of each repetition. */
  readonly ratio: Spread
}

export interface RatioOptions {
  /** Entries per repetition. */
  readonly entries: number
  /** Repetitions that count; one more goes before them. */
  readonly repetitions: number
}

/** Appends and inserts the same tokens in turn, to a ledger and to a plain table that grow together. */
export async function measureRatio(arrival: Arrival, options: RatioOptions): Promise<RatioRow> {
  return inTemporaryFolder(async (path) => {
    const signer = noteSigner(generateNoteKey('ledger.example.com/bench').signerKey)
    const ledger = await createSqliteLedger(path('ledger.db'), { signer })
    const plain = new PlainTable(path('plain.db'))
    const workload = new Workload()
    const perCommit = arrival.calls * arrival.tokensPerCall
    const commits = Math.max(1, Math.round(options.entries / perCommit))
    const times: { readonly ledgerMs: number; readonly plainMs: number }[] = []
    for (let round = 0; round <= options.repetitions; round++) {
      const batches = Array.from({ length: commits }, () => workload.next(perCommit))
      const ledgerMs = await timeLedger(ledger, batches, arrival.tokensPerCall)
      const plainMs = timePlain(plain, batches)
      if (round > 0) times.push({ ledgerMs, plainMs })
    }
    await ledger.close()
    plain.close()
    const rate = (ms: number) => (commits * perCommit * 1000) / ms
    return {
      ...arrival,
      ledger: spreadOf(times.map(({ ledgerMs }) => rate(ledgerMs))),
      plain: spreadOf(times.map(({ plainMs }) => rate(plainMs))),
      ratio: spreadOf(times.map(({ ledgerMs, plainMs }) => plainMs / ledgerMs)),
    }
  })
}

/** Milliseconds until everything is durable. */
export async function timeLedger(
  ledger: SqliteLedger,
  batches: readonly (readonly VerifiedEct[])[],
  tokensPerCall: number,
): Promise<number> {
  const start = performance.now()
  for (const batch of batches) {
    const calls = Array.from({ length: Math.ceil(batch.length / tokensPerCall) }, (_, at) =>
      ledger.appendMany(batch.slice(at * tokensPerCall, (at + 1) * tokensPerCall), admit),
    )
    const results = await Promise.all(calls)
    if (!results.flat().every(({ ok }) => ok)) throw new Error('a token was refused')
  }
  return performance.now() - start
}

function timePlain(plain: PlainTable, batches: readonly (readonly VerifiedEct[])[]): number {
  let took = 0
  for (const batch of batches) {
    const rows = plain.rows(batch)
    const start = performance.now()
    plain.insert(rows)
    took += performance.now() - start
  }
  return took
}
