import { type JwkSet, type LedgerStep, loadCases } from '@wimse-ect/conformance'
import { createVerifier, jwksKeys, MemoryLedger, type NoteSigner } from 'wimse-ect'

/** Keys, audience, tokens and time of the records. */
export interface Recording {
  readonly keys: JwkSet
  readonly audience: string
  readonly steps: readonly LedgerStep[]
  /** Seconds since 1970, at which every token is good. */
  readonly now: number
}

/** What {@link recordedLedger} records: the steps of a conformance case. */
export const recording: Recording = caseWithSteps()

function caseWithSteps(): Recording {
  const found = loadCases('ledger').find(({ result, steps }) => result === 'valid' && steps.length > 2)
  const now = found?.steps[0]?.at
  if (found === undefined || now === undefined) throw new TypeError('the suite has no such case')
  const { keys, audience, steps } = found
  return { keys, audience, steps, now }
}

/** A ledger in memory with these records, the same every time. */
export async function recordedLedger(signer?: NoteSigner): Promise<MemoryLedger> {
  const { keys, audience, steps, now } = recording
  const ledger = new MemoryLedger({ signer, clock: () => now })
  const verifier = createVerifier({ keys: jwksKeys(keys), audience, ledger })
  for (const { submit, at } of steps) await verifier.record(submit, { now: at })
  return ledger
}
