import { availableParallelism } from 'node:os'
import { createVerifierPool, type VerifierPool } from 'wimse-ect'
import { createLedgerServer } from './ledger-server.ts'
import { type OpenLedgerOptions, openLedger } from './open-ledger.ts'
import type { ListenOptions, ServiceOptions } from './server-options.ts'

/** Beyond that, the thread that does all else has no time to keep them busy. */
const mostThreads = 3

/** What {@link serve} takes. */
export interface ServeOptions extends Omit<ServiceOptions, 'pool'>, ListenOptions, OpenLedgerOptions {
  /** The ledger: `sqlite:FILE` or `postgres://user:password@host:5432/database`. */
  readonly ledger: string
  /** Signals that stop the service; a second one cuts what is under way. Default: none. */
  readonly signals?: readonly NodeJS.Signals[] | undefined
  /** Threads that check signatures beside the calling one. Default: one less than there are cores, and at most 3. */
  readonly threads?: number | undefined
}

/** A ledger service that is running. */
export interface RunningServer {
  /** The base URL, without a slash at its end. */
  readonly url: string
  /** Resolves when the service has stopped and the ledger is closed. */
  readonly closed: Promise<void>
  /** As `LedgerServer.replaceKeys`. */
  replaceKeys(keys: ServiceOptions['keys']): void
  /** Finishes and answers what is under way, then closes the ledger. */
  close(): Promise<void>
}

/**
 * Opens a ledger and serves it.
 *
 * @throws EctError and TypeError as `openLedger` and `createLedgerServer`; an error of the operating system when the
 * port cannot be bound
 */
export async function serve(options: ServeOptions): Promise<RunningServer> {
  const { threads = Math.min(availableParallelism() - 1, mostThreads) } = options
  const ledger = await openLedger(options.ledger, options)
  let pool: VerifierPool | undefined
  const closeParts = async (): Promise<void> => {
    await pool?.close()
    await ledger.close()
  }
  try {
    pool = createVerifierPool({ threads })
    const server = createLedgerServer({ ...options, ledger, pool })
    const url = await server.listen()
    let closing: Promise<void> | undefined
    let end: (closing: Promise<void>) => void = () => undefined
    const closed = new Promise<void>((resolve) => {
      end = resolve
    })
    const close = (): Promise<void> => {
      closing ??= server.close().then(closeParts)
      end(closing)
      return closing
    }
    stopOn(options.signals ?? [], { close, cut: () => server.cut(), closed })
    return { url, closed, close, replaceKeys: (keys) => server.replaceKeys(keys) }
  } catch (error) {
    await closeParts()
    throw error
  }
}

interface Stoppable {
  readonly close: () => Promise<void>
  readonly cut: () => void
  readonly closed: Promise<void>
}

function stopOn(signals: readonly NodeJS.Signals[], { close, cut, closed }: Stoppable): void {
  let isAsked = false
  const stop = (): void => {
    if (isAsked) cut()
    isAsked = true
    // Who waits for `closed` hears of a failure.
    close().catch(() => undefined)
  }
  const forget = (): void => {
    for (const signal of signals) process.off(signal, stop)
  }
  for (const signal of signals) process.on(signal, stop)
  closed.then(forget, forget)
}
