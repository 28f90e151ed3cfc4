import type { KeySet } from 'wimse-ect'
import type { LimitOptions } from '../../src/index.ts'

/** What a serving process is told on its command line, as JSON. */
export interface ServingSettings {
  /** URL of the ledger; it is created when there is none. */
  readonly ledger: string
  readonly signerKey: string
  readonly keys: KeySet
  /** Default: any that is free. */
  readonly port?: number
  readonly limits?: LimitOptions
}
