import { startPostgres } from '../../../packages/ledger-postgres/test/postgres-server.ts'
import { type BenchResult, type Effort, scaled, type ValueSection } from '../bench-result.ts'
import { measurePostgresRatio } from '../ledger-postgres/postgres-ratios.ts'
import { measureRatio } from '../ledger-sqlite/ratios.ts'
import type { Spread } from '../spread.ts'

const entries = 10_000

/** The ledger in SQLite beside plain inserts of the same tokens; `bench ledger-sqlite` measures more of it. */
export async function benchSqliteInserts(effort: Effort): Promise<BenchResult> {
  const measure = (tokensPerCall: number) => measureRatio({ calls: 1, tokensPerCall }, optionsOf(effort))
  const [small, large] = [await measure(64), await measure(512)]
  return {
    title: 'The ledger in SQLite',
    about: `The ledger judges, hashes, indexes and commits; the plain side inserts the same tokens into one table with the same
      indexes. Both: WAL, synchronous=FULL, pages of 4 KiB, cache of 16 MiB, one commit per batch.`,
    sections: [ratios('Speed, plain inserts = 1', { 'batches of 64': small.ratio, 'batches of 512': large.ratio })],
    figures: {
      'SQLite ledger / inserts, 64': { wall: small.ratio },
      'SQLite ledger / inserts, 512': { wall: large.ratio },
    },
  }
}

/** The ledger in PostgreSQL beside multi-row inserts; `bench ledger-postgres` measures more of it. */
export async function benchPostgresInserts(effort: Effort): Promise<BenchResult> {
  const server = await startPostgres()
  try {
    const row = await measurePostgresRatio({ writers: 2, batch: 512 }, { url: server.url, ...optionsOf(effort) })
    return {
      title: 'The ledger in PostgreSQL',
      about: `Two writers in one process with batches of 512, beside as many connections that insert the same tokens with
        multi-row statements, into a table with the same indexes and into one with a primary key only. fsync and
        synchronous_commit are on.`,
      sections: [
        ratios('Speed, plain inserts = 1', {
          'with the same indexes': row.ratioToIndexed,
          'with a primary key only': row.ratioToPlain,
        }),
      ],
      figures: { 'PostgreSQL ledger / inserts': { wall: row.ratioToIndexed } },
    }
  } finally {
    await server.remove()
  }
}

function optionsOf(effort: Effort): { readonly entries: number; readonly repetitions: number } {
  return { entries: scaled(entries, effort), repetitions: effort.repetitions }
}

function ratios(title: string, values: Readonly<Record<string, Spread>>): ValueSection {
  const rows = Object.entries(values).map(([label, value]) => ({ label, value, unit: 'times', digits: 2 }))
  return { kind: 'values', title, rows }
}
