import type { VerifiedEct } from '@wimse-ect/claims'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Ledger } from '../src/ledger.ts'
import type { LedgerEntry } from '../src/ledger-entry.ts'
import { collect } from './collect.ts'
import type { OnLedger } from './ledger-under-test.ts'
import { Oracle } from './oracle.ts'
import { appendOne, appendTogether } from './outcome.ts'
import { submission, submitted } from './random-tokens.ts'

/** One call of `append`, or one of `appendMany`. */
const call = fc.oneof(fc.record({ one: submission }), fc.record({ many: fc.array(submission, { maxLength: 6 }) }))

/** The ledger beside an oracle that reads like the rules. */
export function describeModel(onLedger: OnLedger, runs: number): void {
  describe('any sequence of calls', () => {
    it('[LEDGER-APPEND-RESULT] gets the answers, and leaves the log and the evidence, that the rules imply', async () => {
      const property = fc.asyncProperty(fc.array(call, { minLength: 4, maxLength: 16 }), (calls) =>
        onLedger(async (ledger) => {
          const oracle = new Oracle()
          const sent: VerifiedEct[] = []
          for (const each of calls) {
            const tokens = submitted('one' in each ? [each.one] : each.many, sent)
            sent.push(...tokens)
            const sizeBefore = oracle.log.length
            const expected = tokens.map((token) => oracle.append(token))
            const outcomes =
              'one' in each
                ? await Promise.all(tokens.map((token) => appendOne(ledger, token, sizeBefore)))
                : await appendTogether(ledger, tokens)
            expect(outcomes).toEqual(expected)
          }
          await expectSameLog(ledger, oracle)
        }),
      )
      await fc.assert(property, { numRuns: runs })
    })
  })
}

/** Compares the log, the evidence and every index of it. */
async function expectSameLog(ledger: Ledger, oracle: Oracle): Promise<void> {
  const entries = await collect(ledger.entries())
  const short = entries.map(({ sequence, compact, parents }) => ({
    sequence,
    compact,
    parents: parents.map((it) => it.sequence),
  }))
  const expected = oracle.log.map(({ compact }, sequence) => ({
    sequence,
    compact,
    parents: oracle.parents(sequence),
  }))
  expect(short).toEqual(expected)
  expect(await ledger.size()).toBe(expected.length)

  const evidence = (await collect(ledger.equivocations())).map(({ recorded, refused }) => [recorded, refused])
  expect(evidence).toEqual(oracle.evidence.map((pair) => pair.map(({ compact }) => compact)))

  for (const entry of entries) await expectIndexed(ledger, entry, entries)
}

async function expectIndexed(ledger: Ledger, entry: LedgerEntry, entries: readonly LedgerEntry[]): Promise<void> {
  const { taskId, workflowId, agent } = entry
  expect(await ledger.getByTaskId(taskId)).toEqual(entries.filter((other) => other.taskId === taskId))
  expect(await collect(ledger.entriesOfAgent(agent))).toEqual(entries.filter((other) => other.agent === agent))
  if (workflowId === undefined) return
  expect(await ledger.getByTaskId(taskId, workflowId)).toEqual([entry])
  const ofWorkflow = entries.filter((other) => other.workflowId === workflowId)
  expect(await collect(ledger.entriesOfWorkflow(workflowId))).toEqual(ofWorkflow)
}
