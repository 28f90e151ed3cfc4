import { setTimeout } from 'node:timers/promises'
import { isEctError } from '@wimse-ect/claims'
import type { PoolClient } from 'pg'
import type { Database } from './database.ts'
import { onDatabase } from './postgres-errors.ts'
import { advisoryLockClass } from './schema.ts'

/** How long one waits to become the leader of a log. */
export interface LeaderOptions {
  /** Ends the waiting and the work. Default: the work ends it. */
  readonly signal?: AbortSignal | undefined
  /** How often one asks whether the leader is still there, in milliseconds. Default 1000. */
  readonly retryMs?: number | undefined
}

/**
 * Does some work for a log on one process at a time, of all that ask for it on any machine: copying out its tiles, for instance.
 * The leader holds an advisory lock, which the database takes away when his connection ends, however it ends; another who
 * waits becomes the leader then. A leader who has lost his connection is told by the signal and asks anew.
 *
 * Between the loss and the signal there may be two leaders for a moment, so the work has to be harmless when it is done twice.
 *
 * The lock is of the connection: a pooler that shares connections between transactions must not stand in between.
 *
 * @param work ends when the signal is aborted
 * @returns when the work has ended on its own, or the caller's signal was aborted
 * @throws what the work throws while its process is the leader
 */
export async function whileLeader(
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
