import type { IdKind } from '@wimse-ect/claims'

/** What a durable ledger fixes when it is created. */
export interface Founding {
  readonly ids: IdKind
  readonly maxLatenessSeconds: number
  /** Verifier key of the log; `null` for a ledger that signs nothing. */
  readonly logKey: string | null
}
