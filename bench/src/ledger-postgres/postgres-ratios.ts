import { randomUUID } from 'node:crypto'
import type { VerifiedEct } from '@wimse-ect/claims'
import { admit } from '@wimse-ect/dag'
import { generateNoteKey, noteSigner } from '@wimse-ect/ledger'
import { createPostgresLedger, openPostgresLedger } from '@wimse-ect/ledger-postgres'
import { type Spread, spreadOf } from '../spread.ts'
import { Workload } from '../workload.ts'
import { createPlainTables, type PlainTableName, PlainWriter } from './plain-postgres-table.ts'

/** Writers at the same time, each with batches of so many tokens. */
export interface PostgresArrival {
  readonly writers: number
  readonly batch: number
}

export interface PostgresRatioOptions {
  readonly url: string
  /** Entries per repetition, of all writers together. */
  readonly entries: number
  /** Repetitions that count; one more goes before them. */
  readonly repetitions: number
}

/** The ledger beside plain inserts. */
export interface PostgresRatioRow extends PostgresArrival {
  /** Entries per second. */
  readonly ledger: Spread
  readonly indexed: Spread
  readonly plain: Spread
  /** Ledger to a table with the same indexes, and to one without. */
  readonly ratioToIndexed: Spread
  readonly ratioToPlain: Spread
}

/** Something that makes a batch durable. */
type Write = (tokens: readonly VerifiedEct[]) => Promise<void>

/** Appends and inserts the same tokens in turn, to a log and to plain tables that grow together. */
export async function measurePostgresRatio(
  arrival: PostgresArrival,
  { url, entries, repetitions }: PostgresRatioOptions,
): Promise<PostgresRatioRow> {
  const { writers, batch } = arrival
  await createPlainTables(url)
  const ledgers = await openLedgers(url, writers)
  const [indexed, plain] = [await openPlain(url, writers, 'plain_indexed'), await openPlain(url, writers, 'plain')]
  const workloads = ledgers.map(() => new Workload())
  const batches = Math.max(1, Math.round(entries / (writers * batch)))
  const rounds: { readonly ledger: number; readonly indexed: number; readonly plain: number }[] = []
  for (let round = 0; round <= repetitions; round++) {
    const work = workloads.map((workload) => Array.from({ length: batches }, () => workload.next(batch)))
    const rate = async (writes: readonly Write[]): Promise<number> =>
      (writers * batches * batch * 1000) / (await timeAll(writes, work))
    const rates = {
      ledger: await rate(ledgers.map((ledger) => ledger.write)),
      indexed: await rate(indexed.map((writer) => (tokens) => writer.insert(tokens))),
      plain: await rate(plain.map((writer) => (tokens) => writer.insert(tokens))),
    }
    if (round > 0) rounds.push(rates)
  }
  await Promise.all([...ledgers, ...indexed, ...plain].map((each) => each.close()))
  return {
    ...arrival,
    ledger: spreadOf(rounds.map((each) => each.ledger)),
    indexed: spreadOf(rounds.map((each) => each.indexed)),
    plain: spreadOf(rounds.map((each) => each.plain)),
    ratioToIndexed: spreadOf(rounds.map((each) => each.ledger / each.indexed)),
    ratioToPlain: spreadOf(rounds.map((each) => each.ledger / each.plain)),
  }
}

/**
 * Milliseconds until every writer has made its batches durable, one after the other; the writers work at the same time.
 */
async function timeAll(
  writes: readonly Write[],
  work: readonly (readonly (readonly VerifiedEct[])[])[],
): Promise<number> {
  const start = performance.now()
  await Promise.all(
    writes.map(async (write, at) => {
      for (const tokens of work[at] ?? []) await write(tokens)
    }),
  )
  return performance.now() - start
}

interface OpenedLedger {
  readonly write: Write
  close(): Promise<void>
}

async function openLedgers(url: string, writers: number): Promise<readonly OpenedLedger[]> {
  const signer = noteSigner(generateNoteKey(`ledger.example.com/${randomUUID()}`).signerKey)
  const first = await createPostgresLedger(url, { signer })
  const ledgers = [first]
  while (ledgers.length < writers) ledgers.push(await openPostgresLedger(url, { signer }))
  return ledgers.map((ledger) => ({
    write: async (tokens) => {
      const results = await ledger.appendMany(tokens, admit)
      // Else something else would have been measured.
      if (!results.every(({ ok }) => ok)) throw new Error('a token was refused')
    },
    close: () => ledger.close(),
  }))
}

function openPlain(url: string, writers: number, table: PlainTableName): Promise<readonly PlainWriter[]> {
  return Promise.all(Array.from({ length: writers }, () => PlainWriter.open(url, table)))
}
