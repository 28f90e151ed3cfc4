import type { Admission } from '@wimse-ect/claims'
import type { AppendResult, Ledger } from '@wimse-ect/ledger'
import type { CallOptions, Verifier } from '@wimse-ect/verification'

/** What many tokens are recorded with. */
export interface RecordManyParts extends Pick<Verifier, 'verifyManyUnlessRecorded'> {
  readonly ledger: Ledger
  readonly admission: Admission
  readonly call: CallOptions
}

/** Verifies tokens and appends in one call what can be appended. See `RecordingVerifier.recordMany`. */
export async function recordMany(tokens: readonly string[], parts: RecordManyParts): Promise<readonly AppendResult[]> {
  const { ledger, admission, verifyManyUnlessRecorded, call } = parts
  const { maxLatenessSeconds } = ledger
  const findEntry = (signingInput: string) => ledger.findEntry(signingInput)
  const outcomes = await verifyManyUnlessRecorded(tokens, findEntry, { ...call, maxLatenessSeconds })
  const verified = outcomes.flatMap((outcome) => ('token' in outcome ? [outcome.token] : []))
  const appended = (await ledger.appendMany(verified, admission)).values()
  return outcomes.map((outcome): AppendResult => {
    if (!outcome.ok) return outcome
    if ('entry' in outcome) return { ok: true, entry: outcome.entry, duplicate: true }
    const { value } = appended.next()
    if (value === undefined) throw new TypeError('a ledger answers for every token')
    return value
  })
}
