import { admit } from '@wimse-ect/dag'
import { type Actor, token } from '../../ledger/contract/tokens.ts'
import { openPostgresLedger, type PostgresLedger } from '../src/index.ts'
import { signer, type TestDatabase } from './on-new-database.ts'
import { until } from './postgres-server.ts'

/**
 * Has one writer wait for the lock behind another.
 *
 * @param knownAgents of whom each writer has recorded a token before; default none
 * @returns what both came to
 */
export async function oneBehindTheOther(
  { url, sql }: TestDatabase,
  first: (ledger: PostgresLedger) => Promise<unknown>,
  second: (ledger: PostgresLedger) => Promise<unknown>,
  knownAgents: readonly Actor[] = [],
): Promise<readonly unknown[]> {
  const writers = [await openPostgresLedger(url, { signer }), await openPostgresLedger(url, { signer })]
  for (const writer of writers) for (const actor of knownAgents) await writer.append(token({}, actor), admit)
  const waiting = (count: number) => async (): Promise<boolean> =>
    (
      await sql(`SELECT pg_stat_clear_snapshot(); SELECT 1 FROM pg_stat_activity
        WHERE wait_event_type = 'Lock' AND datname = current_database()`)
    ).length === count
  await sql('BEGIN; SELECT 1 FROM ect_ledger.log FOR UPDATE')
  const outcomes: Promise<unknown>[] = []
  for (const [at, writer] of writers.entries()) {
    outcomes.push((at === 0 ? first : second)(writer))
    await until(waiting(at + 1))
  }
  await sql('COMMIT')
  const answers = await Promise.all(outcomes)
  await Promise.all(writers.map((writer) => writer.close()))
  return answers
}
