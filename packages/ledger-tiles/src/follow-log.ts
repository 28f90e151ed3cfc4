import { setTimeout } from 'node:timers/promises'
import { type EctErrorCode, isEctError } from '@wimse-ect/claims'
import { type Publication, type PublishableLog, type PublishOptions, publishLog } from './publish-log.ts'
import type { TileStore } from './tile-store.ts'

/** How a log is followed. */
export interface FollowOptions extends PublishOptions {
  /** How long after a pass the next one begins, in milliseconds. Default 1000. */
  readonly intervalMs?: number | undefined
  /** Longest time between two attempts, in milliseconds; each failure doubles the time. Default 60,000. */
  readonly maxIntervalMs?: number | undefined
  /** Called after each pass. Default: nobody is told. */
  readonly onPublication?: ((publication: Publication) => void) | undefined
  /** Called with each failure after which the pass is tried again. Default: nobody is told. */
  readonly onError?: ((error: unknown) => void) | undefined
}

/** Failures that may pass. Everything else says that something is wrong which no second attempt mends. */
const passing: readonly EctErrorCode[] = [
  'ECT_LEDGER_UNAVAILABLE',
  'ECT_LEDGER_LOCKED',
  'ECT_LEDGER_DISK_FULL',
  'ECT_LEDGER_READ_ONLY',
  'ECT_SIGNATURE_SIGNER',
]

/**
 * Publishes a log again and again, until the signal aborts; it then resolves. Any number of processes may follow one
 * log into one store.
 *
 * @throws EctError as {@link publishLog}, at once, when the log was rolled back or forked, or something is damaged:
 * what is published then is evidence, and stays as it is. Failures of disk, network, ledger and signer are handed to
 * `onError` and tried again.
 * @throws TypeError for options out of range
 */
export async function followLog(log: PublishableLog, store: TileStore, options: FollowOptions = {}): Promise<void> {
  const { intervalMs = 1000, maxIntervalMs = 60_000, signal, onPublication, onError } = options
  if (!(intervalMs >= 0) || !(maxIntervalMs >= 0)) throw new TypeError('intervals must be 0 or more')
  let waitMs = intervalMs
  while (!signal?.aborted) {
    try {
      const publication = await publishLog(log, store, options)
      onPublication?.(publication)
      waitMs = intervalMs
    } catch (error) {
      if (signal?.aborted) return
      if (!passing.some((code) => isEctError(error, code))) throw error
      onError?.(error)
      waitMs = Math.min(Math.max(2 * waitMs, 1), Math.max(intervalMs, maxIntervalMs))
    }
    await pause(waitMs, signal)
  }
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await setTimeout(ms, undefined, signal && { signal })
  } catch (error) {
    if (!signal?.aborted) throw error
  }
}
