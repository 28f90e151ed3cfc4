import { startPostgres } from '../../../packages/ledger-postgres/test/postgres-server.ts'
import type { BenchResult, Effort, ValueSection } from '../bench-result.ts'
import { measurePostgresRatio, type PostgresRatioRow } from '../ledger-postgres/postgres-ratios.ts'
import type { Spread } from '../spread.ts'
import { insertRatios, optionsOf } from './insert-ratios.ts'

const batch = 512
const writersAtATime = [1, 2, 4]

/** The ledger in PostgreSQL beside multi-row inserts; `bench ledger-postgres` measures more of it. */
export async function benchPostgresInserts(effort: Effort): Promise<BenchResult> {
  const server = await startPostgres()
  try {
    const rows: PostgresRatioRow[] = []
    for (const writers of writersAtATime) {
      rows.push(await measurePostgresRatio({ writers, batch }, { url: server.url, ...optionsOf(effort) }))
    }
    const valuesOf = (read: (row: PostgresRatioRow) => Spread): Readonly<Record<string, Spread>> =>
      Object.fromEntries(rows.map((row) => [`${row.writers} ${row.writers === 1 ? 'writer' : 'writers'}`, read(row)]))
    const two = rows.find(({ writers }) => writers === 2)
    if (two === undefined) throw new TypeError('two writers were not measured')
    return {
      title: 'The ledger in PostgreSQL',
      about: `Writers of one log in one process with batches of ${batch}, beside as many connections that insert the
        same tokens with multi-row statements, into a table with the same indexes and into one with a primary key only.
        The server runs on the same cores. fsync and synchronous_commit are on.`,
      sections: [
        insertRatios(
          'Speed, inserts with the same indexes = 1',
          valuesOf((row) => row.ratioToIndexed),
        ),
        insertRatios(
          'Speed, inserts with a primary key only = 1',
          valuesOf((row) => row.ratioToPlain),
        ),
        entryRates('Entries per second', {
          ...valuesOf((row) => row.ledger),
          'inserts with the same indexes, 2 connections': two.indexed,
        }),
      ],
      figures: { 'PostgreSQL ledger / inserts': { wall: two.ratioToIndexed } },
    }
  } finally {
    await server.remove()
  }
}

function entryRates(title: string, values: Readonly<Record<string, Spread>>): ValueSection {
  const rows = Object.entries(values).map(([label, value]) => ({ label, value, unit: 'entries/s', digits: 0 }))
  return { kind: 'values', title, rows }
}
