import type { Admission, VerifiedEct } from '@wimse-ect/claims'
import type { Ledger } from '@wimse-ect/ledger'

/** How a batch is appended. */
export interface TimeLedgerOptions {
  /** A batch goes off as so many calls at the same time as this makes necessary. */
  readonly tokensPerCall: number
  readonly admission: Admission
}

/**
 * Milliseconds until all batches are durable, one after the other.
 *
 * @throws Error when a token is refused: then something else was measured
 */
export async function timeLedger(
  ledger: Ledger,
  batches: readonly (readonly VerifiedEct[])[],
  { tokensPerCall, admission }: TimeLedgerOptions,
): Promise<number> {
  const start = performance.now()
  for (const batch of batches) {
    const calls = Array.from({ length: Math.ceil(batch.length / tokensPerCall) }, (_, at) =>
      ledger.appendMany(batch.slice(at * tokensPerCall, (at + 1) * tokensPerCall), admission),
    )
    const results = await Promise.all(calls)
    if (!results.flat().every(({ ok }) => ok)) throw new Error('a token was refused')
  }
  return performance.now() - start
}
