import { setTimeout } from 'node:timers/promises'
import { isEctError } from '@wimse-ect/claims'
import type { PoolClient } from 'pg'
import type { Database } from './database.ts'
import type { LeaderOptions } from './leader.ts'
import { onDatabase } from './postgres-errors.ts'
import { advisoryLockClass } from './schema.ts'

/** `Lead` with the advisory lock of a log. */
export async function leadLog(
  database: Database,
  log: number,
  work: (signal: AbortSignal) => Promise<void>,
  { signal, retryMs = 1000 }: LeaderOptions = {},
): Promise<void> {
  while (signal?.aborted !== true) {
    const hasEnded = await database
      .withClient((client) => leadOnce(client, log, work, signal, retryMs))
      .catch((error: unknown) => {
        // Whoever cannot reach the database is not the leader, and will be asked again.
        if (isEctError(error, 'ECT_LEDGER_UNAVAILABLE')) return false
        throw error
      })
    if (hasEnded) return
    await setTimeout(retryMs, undefined, signal && { signal }).catch(() => undefined)
  }
}

/** True when the work has ended on its own. */
async function leadOnce(
  client: PoolClient,
  log: number,
  work: (signal: AbortSignal) => Promise<void>,
  signal: AbortSignal | undefined,
  beatMs: number,
): Promise<boolean> {
  const lock = `${advisoryLockClass}, ${log}`
  const ask = (text: string): Promise<boolean> =>
    onDatabase(async () => (await client.query<{ answer: boolean }>(text)).rows[0]?.answer === true)
  if (!(await ask(`SELECT pg_try_advisory_lock(${lock}) AS answer`))) return false
  const lost = new AbortController()
  const lose = (): void => lost.abort()
  client.once('end', lose).once('error', lose)
  // A connection that was cut silently is found by asking on it.
  const beat = setInterval(() => void ask('SELECT true AS answer').catch(lose), beatMs)
  try {
    await work(signal === undefined ? lost.signal : AbortSignal.any([signal, lost.signal]))
  } finally {
    clearInterval(beat)
    client.off('end', lose).off('error', lose)
  }
  if (lost.signal.aborted) return false
  await ask(`SELECT pg_advisory_unlock(${lock}) AS answer`)
  return true
}
