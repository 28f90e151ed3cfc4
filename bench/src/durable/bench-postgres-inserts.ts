import { startPostgres } from '../../../packages/ledger-postgres/test/postgres-server.ts'
import type { BenchResult, Effort } from '../bench-result.ts'
import { measurePostgresRatio } from '../ledger-postgres/postgres-ratios.ts'
import { insertRatios, optionsOf } from './insert-ratios.ts'

/** The ledger in PostgreSQL beside multi-row inserts; `bench ledger-postgres` measures more of it. */
export async function benchPostgresInserts(effort: Effort): Promise<BenchResult> {
  const server = await startPostgres()
  try {
    const row = await measurePostgresRatio({ writers: 2, batch: 512 }, { url: server.url, ...optionsOf(effort) })
    return {
      title: 'The ledger in PostgreSQL',
      about: `Two writers in one process with batches of 512, beside as many connections that insert the same
        tokens with multi-row statements, into a table with the same indexes and into one with a primary key only.
        fsync and synchronous_commit are on.`,
      sections: [
        insertRatios({
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
