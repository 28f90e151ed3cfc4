import type { KeySetMember } from 'wimse-ect'
import { hasShape } from './has-shape.ts'

/** What a process tells the runner, which plays the registrar, when it is ready. */
export interface Registration {
  readonly url: string
  /** Absent for the ledger, which signs no tokens. */
  readonly publicJwk?: KeySetMember | undefined
  /** Public key of a ledger's log; absent for everybody else. */
  readonly logKey?: string | undefined
  /** Public key of a witness; absent for everybody else. */
  readonly witnessKey?: string | undefined
}

/** What the registrar tells every process. */
export interface Settings {
  /** The public keys of everybody; each names its owner in `sub`. */
  readonly keys: readonly KeySetMember[]
  /** URL of everybody, by SPIFFE ID. */
  readonly peers: Readonly<Record<string, string>>
  /** URL of the ledger to record at; absent in the modes without one. */
  readonly ledgerUrl?: string | undefined
  /** For a witness: the public keys of the logs that it follows. */
  readonly logKeys?: readonly string[] | undefined
}

/**
 * Registers this process with the runner that started it, over the channel between parent and child, which no other
 * process can reach. Private keys never travel.
 *
 * @param configure called with the settings, possibly several times
 */
export function register(registration: Registration, configure: (settings: Settings) => void): void {
  process.on('message', (settings: Settings) => {
    configure(settings)
    process.send?.('configured')
  })
  // The runner is gone, so the demo is over: no process outlives it.
  process.on('disconnect', () => process.exit())
  process.send?.(registration)
}

/** True for what {@link register} sends first. */
export function isRegistration(message: unknown): message is Registration {
  return hasShape(message, { url: 'string' })
}
