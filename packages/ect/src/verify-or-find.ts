import { type EctError, isEctError, type VerifiedEct } from '@wimse-ect/claims'
import type { Ledger, LedgerEntry } from '@wimse-ect/ledger'
import type { CallOptions, Verifier } from '@wimse-ect/verification'

/** What a token is verified with before it is recorded. */
export interface VerifyParts extends Pick<Verifier, 'verifyUnlessRecorded'> {
  readonly ledger: Ledger
  readonly call: CallOptions
}

/** What became of a token: it is recorded already, may be appended, or is refused. */
export type Outcome = { readonly entry: LedgerEntry } | { readonly token: VerifiedEct } | { readonly error: EctError }

/**
 * Verifies a token that is to be recorded.
 *
 * The ledger is asked for a recorded token only where it matters [RECORD-FIRST-ENTRY]: one that passes all steps is
 * answered with its first entry by the append itself, so that new tokens cost no look-ups.
 */
export async function verifyOrFind(
  token: string,
  { ledger, verifyUnlessRecorded, call }: VerifyParts,
): Promise<Outcome> {
  // Asked after step 5, so that what it notes is genuine; it finds nothing, so that all other steps follow.
  let authentic: string | undefined
  const note = async (signingInput: string): Promise<LedgerEntry | undefined> => {
    authentic = signingInput
    return undefined
  }
  try {
    return await verifyUnlessRecorded(token, note, { ...call, maxLatenessSeconds: ledger.maxLatenessSeconds })
  } catch (error) {
    if (!isEctError(error)) throw error
    // Past step 5: a retry of what is recorded is answered, although it has expired since [RECORD-RETRY-AFTER-EXP].
    const entry = authentic === undefined ? undefined : await ledger.findEntry(authentic)
    return entry === undefined ? { error } : { entry }
  }
}
