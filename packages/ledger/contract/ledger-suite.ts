import { isEctError } from '@wimse-ect/claims'
import {
  type LedgerCase,
  type LedgerStep,
  loadCases,
  type StepExpect,
  type SuiteRevision,
} from '@wimse-ect/conformance'
import { createAdmission } from '@wimse-ect/dag'
import { createVerifier, jwksKeys, type VerifierOptions } from '@wimse-ect/verification'
import { describe, expect, it } from 'vitest'
import type { Ledger } from '../src/ledger.ts'
import type { LedgerEntry } from '../src/ledger-entry.ts'
import { type OpenLedger, onNewLedger } from './ledger-under-test.ts'

/** Verifies a compact token and records it, at a second since 1970. */
type Recorder = (compact: string, now: number) => Promise<LedgerEntry>

const revisions: readonly SuiteRevision[] = ['execution-context-00', 'ect-00', 'ect-01']

/**
 * Registers the conformance suite `ledger` for a ledger, behind the verification that recording asks for.
 *
 * @param open opens a new, empty ledger
 */
export function describeLedgerSuite(name: string, open: OpenLedger): void {
  const onLedger = onNewLedger(open)
  describe.each(revisions)(`the conformance suite ledger, %s, on ${name}`, (revision) => {
    for (const each of loadCases('ledger', revision)) {
      const { tcId, rules, comment, steps, options } = each
      it(`${tcId} ${rules.map((rule) => `[${rule}]`).join(' ')} ${comment}`, () => {
        const { ids, maxLatenessSeconds } = options
        return onLedger(
          async (ledger) => {
            const record = recorderFor(each, ledger)
            for (const step of steps) expect(await answerTo(step, record, ledger)).toEqual(step.expect)
            await expectTimely(ledger)
          },
          { ids, maxLatenessSeconds },
        )
      })
    }
  })
}

function recorderFor({ audience, keys, options }: LedgerCase, ledger: Ledger): Recorder {
  const { maxLatenessSeconds } = ledger
  const verifier = createVerifier({ ...(options as Partial<VerifierOptions>), audience, keys: jwksKeys(keys) })
  const admission = createAdmission(options)
  const findEntry = (signingInput: string): Promise<LedgerEntry | undefined> => ledger.findEntry(signingInput)
  return async (compact, now) => {
    const outcome = await verifier.verifyUnlessRecorded(compact, findEntry, { now, maxLatenessSeconds })
    return 'entry' in outcome ? outcome.entry : ledger.append(outcome.token, admission)
  }
}

async function answerTo({ submit, at }: LedgerStep, record: Recorder, ledger: Ledger): Promise<StepExpect> {
  const sizeBefore = await ledger.size()
  try {
    const entry = await record(submit, at)
    const parents = entry.parents.map(({ sequence }) => sequence)
    const { sequence } = entry
    return sequence < sizeBefore ? { sequence, duplicate: true, parents } : { sequence, parents }
  } catch (error) {
    if (isEctError(error)) return { code: error.code }
    throw error
  }
}

/** No entry shows itself later than the ledger takes tokens. */
async function expectTimely(ledger: Ledger): Promise<void> {
  for await (const { latenessSeconds } of ledger.entries()) {
    expect(latenessSeconds).toBeLessThanOrEqual(ledger.maxLatenessSeconds)
  }
}
