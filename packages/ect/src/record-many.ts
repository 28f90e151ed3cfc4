import type { Admission } from '@wimse-ect/claims'
import type { AppendResult } from '@wimse-ect/ledger'
import { type Outcome, type VerifyParts, verifyOrFind } from './verify-or-find.ts'

/** What many tokens are recorded with. */
export interface RecordManyParts extends VerifyParts {
  readonly admission: Admission
}

/** Tokens that are verified in one go; between two groups others get their turn. */
const groupSize = 64

/**
 * Verifies tokens and appends in one call what can be appended. See `RecordingVerifier.recordMany`.
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
