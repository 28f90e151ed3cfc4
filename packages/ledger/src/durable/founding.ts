import type { IdKind } from '@wimse-ect/claims'
import { checkWhole } from '../check-whole.ts'
import { logKeyOf } from '../checkpoint/log-key-of.ts'
import type { NoteSigner } from '../checkpoint/note-signer.ts'

/** What a durable ledger fixes when it is created. */
export interface Founding {
  readonly ids: IdKind
  readonly maxLatenessSeconds: number
  /** Verifier key of the log; `null` for a ledger that signs nothing. */
  readonly logKey: string | null
}

/** What a caller may say about a new ledger. */
export interface FoundingOptions {
  /** Kind of identifiers. Default `'uuid'`. */
  readonly ids?: IdKind | undefined
  /** How many seconds late a token may be recorded. Default 0. */
  readonly maxLatenessSeconds?: number | undefined
  /** Signs the checkpoints. Default: none. */
  readonly signer?: NoteSigner | undefined
}

/**
 * What a new ledger fixes, with the defaults [CLAIM-IDS-LEDGER].
 *
 * @throws TypeError for options out of range, and for the signer of a witness
 */
export function foundingOf({ ids = 'uuid', maxLatenessSeconds = 0, signer }: FoundingOptions): Founding {
  if (ids !== 'uuid' && ids !== 'opaque') throw new TypeError("ids must be 'uuid' or 'opaque'")
  checkWhole(maxLatenessSeconds, 'maxLatenessSeconds')
  return { ids, maxLatenessSeconds, logKey: logKeyOf(signer) }
}
