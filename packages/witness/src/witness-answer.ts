import type { EctError } from '@wimse-ect/claims'

/** What came of asking one witness. */
export type WitnessAnswer =
  | {
      /** Name of the witness, by its verifier key. */
      readonly name: string
      readonly ok: true
      /** Seconds since 1970, by the clock of the witness. */
      readonly time: number
    }
  | {
      readonly name: string
      readonly ok: false
      /** Why there is no cosignature: `ECT_WITNESS_*`, or what the log failed with. */
      readonly error: EctError
      /** Size of the tree that it says it cosigned last. Only the witness says so. */
      readonly claimedSize?: number
    }
