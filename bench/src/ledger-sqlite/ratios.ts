import type { VerifiedEct } from '@wimse-ect/claims'
import { admit } from '@wimse-ect/dag'
import { generateNoteKey, noteSigner } from '@wimse-ect/ledger'
import { createSqliteLedger } from '@wimse-ect/ledger-sqlite'
import { type Spread, spreadOf } from '../spread.ts'
import { inTemporaryFolder } from '../temporary-folder.ts'
import { Workload } from '../workload.ts'
import { PlainTable } from './plain-table.ts'
import { timeLedger } from './time-ledger.ts'

/** How tokens arrive: so many calls at the same time, with so many tokens each. They share a commit. */
export interface Arrival {
  readonly calls: number
  readonly tokensPerCall: number
}

export interface RatioOptions {
  /** Entries per repetition. */
  readonly entries: number
  /** Repetitions that count; one more goes before them. */
  readonly repetitions: number
}

/** The ledger beside plain inserts, at one batch size. */
export interface RatioRow extends Arrival {
  /** Entries per second. */
  readonly ledger: Spread
  readonly plain: Spread
  /** Ledger to plain, of each repetition: 1 is as fast. */
  readonly ratio: Spread
}

/**
 * Appends and inserts the same tokens in turn, batch by batch, to a ledger and to a plain table that grow together:
 * what else the machine does meets both.
 */
export async function measureRatio(arrival: Arrival, { entries, repetitions }: RatioOptions): Promise<RatioRow> {
  return inTemporaryFolder(async (path) => {
    const signer = noteSigner(generateNoteKey('ledger.example.com/bench').signerKey)
    const ledger = await createSqliteLedger(path('ledger.db'), { signer })
    const plain = new PlainTable(path('plain.db'))
    const workload = new Workload()
    const { calls, tokensPerCall } = arrival
    const commits = Math.max(1, Math.round(entries / (calls * tokensPerCall)))
    const rounds: { readonly ledger: number; readonly plain: number }[] = []
    for (let round = 0; round <= repetitions; round++) {
      const batches = Array.from({ length: commits }, () => workload.next(calls * tokensPerCall))
      const rate = (ms: number): number => (commits * calls * tokensPerCall * 1000) / ms
      let [ledgerMs, plainMs] = [0, 0]
      for (const batch of batches) {
        ledgerMs += await timeLedger(ledger, [batch], { tokensPerCall, admission: admit })
        plainMs += timePlain(plain, batch)
      }
      if (round > 0) rounds.push({ ledger: rate(ledgerMs), plain: rate(plainMs) })
    }
    await ledger.close()
    plain.close()
    return {
      ...arrival,
      ledger: spreadOf(rounds.map((each) => each.ledger)),
      plain: spreadOf(rounds.map((each) => each.plain)),
      ratio: spreadOf(rounds.map((each) => each.ledger / each.plain)),
    }
  })
}

/** Milliseconds in which a batch is inserted; making its rows does not count. */
function timePlain(plain: PlainTable, batch: readonly VerifiedEct[]): number {
  const rows = plain.rows(batch)
  const start = performance.now()
  plain.insert(rows)
  return performance.now() - start
}
