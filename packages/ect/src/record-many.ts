import { type Admission, type EctError, isEctError, type VerifiedEct } from '@wimse-ect/claims'
import type { AppendResult, Ledger, LedgerEntry } from '@wimse-ect/ledger'
import type { CallOptions, Verifier } from '@wimse-ect/verification'

/** What many tokens are recorded with. */
export interface RecordManyParts extends Pick<Verifier, 'verifyUnlessRecorded'> {
  readonly ledger: Ledger
  readonly admission: Admission
  readonly call: CallOptions
}

type Outcome = { readonly entry: LedgerEntry } | { readonly token: VerifiedEct } | { readonly error: EctError }

/** Tokens that are verified in one go; between two groups others get their turn. */
const groupSize = 64

/**
 * Verifies tokens and appends in one call what can be appended. See `RecordingVerifier.recordMany`.
 *
 * The ledger is asked for a recorded token only where it matters [RECORD-FIRST-ENTRY]: one that passes all steps is
 * answered with its first entry by the append itself, so that a batch of new tokens costs no look-ups.
 */
export async function recordMany(tokens: readonly string[], parts: RecordManyParts): Promise<readonly AppendResult[]> {
  const outcomes: Outcome[] = []
  for (const [at, token] of tokens.entries()) {
    if (at > 0 && at % groupSize === 0) await new Promise((resolve) => setTimeout(resolve, 0))
    outcomes.push(await verifyOrFind(token, parts))
  }
  const verified = outcomes.flatMap((outcome) => ('token' in outcome ? [outcome.token] : []))
  const appended = (await parts.ledger.appendMany(verified, parts.admission)).values()
  return outcomes.map((outcome): AppendResult => {
    if ('error' in outcome) return { ok: false, error: outcome.error }
    if ('entry' in outcome) return { ok: true, entry: outcome.entry, duplicate: true }
    const { value } = appended.next()
    if (value === undefined) throw new TypeError('a ledger answers for every token')
    return value
  })
}

async function verifyOrFind(token: string, { ledger, verifyUnlessRecorded, call }: RecordManyParts): Promise<Outcome> {
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
