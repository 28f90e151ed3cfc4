import { isEctError, type VerifiedEct } from '@wimse-ect/claims'
import { admit } from '@wimse-ect/dag'
import type { Ledger } from '../src/ledger.ts'
import type { Outcome } from './oracle.ts'

/** What `appendMany` answers, as the oracle would say it. */
export async function appendTogether(ledger: Ledger, tokens: readonly VerifiedEct[]): Promise<Outcome[]> {
  const results = await ledger.appendMany(tokens, admit)
  return results.map((result) =>
    result.ok ? { sequence: result.entry.sequence, again: result.duplicate } : { code: result.error.code },
  )
}

/** What `append` answers. It does not say whether the entry is new: `sizeBefore` does. */
export async function appendOne(ledger: Ledger, token: VerifiedEct, sizeBefore = 0): Promise<Outcome> {
  try {
    const { sequence } = await ledger.append(token, admit)
    return { sequence, again: sequence < sizeBefore }
  } catch (error) {
    if (isEctError(error)) return { code: error.code }
    throw error
  }
}
