import type { VerifiedEct } from '@wimse-ect/claims'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Ledger } from '../src/ledger.ts'
import { collect } from './collect.ts'
import type { OnLedger } from './ledger-under-test.ts'
import { Oracle, type Outcome } from './oracle.ts'
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
          const log = await recordedTokens(ledger, sent.flat())
          expectValid(log)
          const moments = momentsOf(log)
          for (const [at, token] of sent.flat().entries()) {
            expect(possibleAnswers(token, moments)).toContainEqual(answers.flat()[at])
          }
        }),
      )
      await fc.assert(property, { numRuns: runs })
    })
  })
}

/** Sequences and codes; whether an entry is new is not said by `append`. */
type Answer = number | string

async function send(ledger: Ledger, tokens: readonly VerifiedEct[]): Promise<Answer[]> {
  const [only, ...more] = tokens
  const outcomes =
    only !== undefined && more.length === 0 ? [await appendOne(ledger, only)] : await appendTogether(ledger, tokens)
  return outcomes.map(answerOf)
}

function answerOf(outcome: Outcome): Answer {
  return 'code' in outcome ? outcome.code : outcome.sequence
}

async function recordedTokens(ledger: Ledger, sent: readonly VerifiedEct[]): Promise<VerifiedEct[]> {
  const entries = await collect(ledger.entries())
  expect(entries.map(({ sequence }) => sequence)).toEqual([...entries.keys()])
  return entries.flatMap((entry) => sent.filter(({ compact }) => compact === entry.compact))
}

/** Every record was new where it stands. */
function expectValid(log: readonly VerifiedEct[]): void {
  const oracle = new Oracle()
  expect(log.map((token) => oracle.append(token))).toEqual(log.map((_, sequence) => ({ sequence, again: false })))
}

/** The ledger as it was before its first record, after it, after the second and so on. */
function momentsOf(log: readonly VerifiedEct[]): Oracle[] {
  return [...log.keys(), log.length].map((length) => new Oracle(log.slice(0, length)))
}

function possibleAnswers(token: VerifiedEct, moments: readonly Oracle[]): Answer[] {
  return moments.map((moment) => answerOf(moment.judge(token)))
}
