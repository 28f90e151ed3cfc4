import type { VerifiedEct } from '@wimse-ect/claims'
import fc from 'fast-check'
import { describe, it } from 'vitest'
import type { Ledger } from '../src/ledger.ts'
import { collect } from './collect.ts'
import type { OnLedger } from './ledger-under-test.ts'
import { type Answer, answerOf, expectLinear, logOf } from './linearity.ts'
import { appendOne, appendTogether } from './outcome.ts'
import { submission, submitted } from './random-tokens.ts'

/** Calls that all go off at the same time; a call of one token is an `append`. */
const calls = fc.array(fc.array(submission, { minLength: 1, maxLength: 4 }), { minLength: 2, maxLength: 8 })

/** Concurrent calls beside the oracle. */
export function describeLinearity(onLedger: OnLedger, runs: number): void {
  describe('any calls at the same time', () => {
    it('[LEDGER-ATOMIC] end as if each token had been judged alone, at some moment between its neighbours in the log', async () => {
      const property = fc.asyncProperty(calls, (batches) =>
        onLedger(async (ledger, writers) => {
          const sent: VerifiedEct[][] = []
          for (const batch of batches) sent.push(submitted(batch, sent.flat()))
          const answers = await Promise.all(
            sent.map((tokens, at) => send(writers[at % writers.length] ?? ledger, tokens)),
          )
          const log = logOf(await collect(ledger.entries()), sent.flat())
          for (const [at, tokens] of sent.entries()) {
            expectLinear(
              tokens.map((token, place) => [token, answers[at]?.[place] ?? 'no answer']),
              log,
            )
          }
        }),
      )
      await fc.assert(property, { numRuns: runs })
    })
  })
}

async function send(ledger: Ledger, tokens: readonly VerifiedEct[]): Promise<Answer[]> {
  const [only, ...more] = tokens
  const outcomes =
    only !== undefined && more.length === 0 ? [await appendOne(ledger, only)] : await appendTogether(ledger, tokens)
  return outcomes.map(answerOf)
}
