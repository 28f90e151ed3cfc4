import { setTimeout } from 'node:timers/promises'
import { isEctError } from '@wimse-ect/claims'
import type { PoolClient } from 'pg'
import { type Database, queryableOf } from './database.ts'
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
    const client = await orUnreachable(database.connect())
    if (client !== undefined && (await leadOnce(client, log, work, signal, retryMs))) return
    await setTimeout(retryMs, undefined, signal && { signal }).catch(() => undefined)
  }
}

/** Whoever cannot reach the database is not the leader, and will be asked again. */
async function orUnreachable<T>(asked: Promise<T>): Promise<T | undefined> {
  return asked.catch((error: unknown) => {
    if (isEctError(error, 'ECT_LEDGER_UNAVAILABLE')) return undefined
    throw error
  })
}

/** True when the work has ended on its own, or the caller's signal was aborted. */
async function leadOnce(
  client: PoolClient,
  log: number,
  work: (signal: AbortSignal) => Promise<void>,
  signal: AbortSignal | undefined,
  beatMs: number,
): Promise<boolean> {
  const ask = (text: string): Promise<boolean> =>
    onDatabase(async () => (await client.query<{ answer: boolean }>(text)).rows[0]?.answer === true)
  const isLeader = await orUnreachable(ask(`SELECT pg_try_advisory_lock(${advisoryLockClass}, ${log}) AS answer`))
  if (isLeader !== true) {
    client.release(isLeader === undefined)
    return false
  }
  const lost = new AbortController()
  const lose = (): void => lost.abort()
  client.once('end', lose).once('error', lose)
  // A connection that was cut silently is found by asking on it.
  const database = queryableOf(client)
  const beat = setInterval(() => void database.rows('SELECT true').catch(lose), beatMs)
  try {
    // Told to stop while the database was asked, the work would wait for a signal that has been given.
    if (signal?.aborted !== true) await work(AbortSignal.any([lost.signal, ...(signal === undefined ? [] : [signal])]))
    return !lost.signal.aborted
  } catch (error) {
    // What comes of losing the database is no failure of the work.
    if (lost.signal.aborted || isEctError(error, 'ECT_LEDGER_UNAVAILABLE')) return false
    throw error
  } finally {
    clearInterval(beat)
    client.off('end', lose).off('error', lose)
    // The lock ends with its connection, which nobody else may be given with the lock on it.
    client.release(true)
  }
}
