import type { BenchResult, Effort } from '../bench-result.ts'
import { measureRatio } from '../ledger-sqlite/ratios.ts'
import { insertRatios, optionsOf } from './insert-ratios.ts'

/** The ledger in SQLite beside plain inserts of the same tokens; `bench ledger-sqlite` measures more of it. */
export async function benchSqliteInserts(effort: Effort): Promise<BenchResult> {
  const measure = (tokensPerCall: number) => measureRatio({ calls: 1, tokensPerCall }, optionsOf(effort))
  const [small, large] = [await measure(64), await measure(512)]
  return {
    title: 'The ledger in SQLite',
    about: `The ledger judges, hashes, indexes and commits; the plain side inserts the same tokens into one table
      with the same indexes. Both: WAL, synchronous=FULL, pages of 4 KiB, cache of 16 MiB, one commit per batch.`,
    sections: [
      insertRatios('Speed, plain inserts = 1', { 'batches of 64': small.ratio, 'batches of 512': large.ratio }),
    ],
    figures: {
      'SQLite ledger / inserts, 64': { wall: small.ratio },
      'SQLite ledger / inserts, 512': { wall: large.ratio },
    },
  }
}
