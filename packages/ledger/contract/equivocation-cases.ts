import { admit } from '@wimse-ect/dag'
import { describe, expect, it } from 'vitest'
import { collect } from './collect.ts'
import { type OnLedger, storedAt } from './ledger-under-test.ts'
import { codeOf, refusalOf } from './refusal.ts'
import { alice, aliceRekeyed, bob, malleableTwin, token, uuid } from './tokens.ts'

/** What happens when an issuer contradicts itself. */
export function describeEquivocation(onLedger: OnLedger): void {
  describe('equivocation', () => {
    it('[LEDGER-EQUIVOCATION] a second record of a task by the same issuer and key is refused', () =>
      onLedger(async (ledger) => {
        await ledger.append(token({ tid: uuid(1) }), admit)
        const second = token({ tid: uuid(1), pol_decision: 'rejected' })
        const refusal = await refusalOf(ledger.append(second, admit))
        expect(refusal).toEqual({ code: 'ECT_LEDGER_EQUIVOCATION', path: undefined, taskId: uuid(1) })
      }))

    it('[LEDGER-EQUIVOCATION-EVIDENCE] both tokens are kept as evidence', () =>
      onLedger(async (ledger) => {
        await ledger.append(token(), admit)
        const first = token({ tid: uuid(1), wid: uuid(9) })
        const second = token({ tid: uuid(1).toUpperCase(), wid: uuid(9), pol_decision: 'rejected' })
        await ledger.append(first, admit)
        await codeOf(ledger.append(second, admit))
        expect(await collect(ledger.equivocations())).toEqual([
          {
            taskId: uuid(1),
            workflowId: uuid(9),
            agent: alice.agent,
            kid: alice.kid,
            sequence: 1,
            recorded: first.compact,
            refused: second.compact,
            foundAt: storedAt,
          },
        ])
      }))

    it('[LEDGER-EQUIVOCATION-EVIDENCE] the evidence is outside the log: the refused token is not found there', () =>
      onLedger(async (ledger) => {
        const first = token({ tid: uuid(1), wid: uuid(9) })
        const second = token({ tid: uuid(1), wid: uuid(9), jti: uuid(2) })
        const entry = await ledger.append(first, admit)
        await codeOf(ledger.append(second, admit))
        expect(await ledger.size()).toBe(1)
        expect(await ledger.findEntry(second.signingInput)).toBeUndefined()
        expect(await ledger.getByTokenId(alice.agent, uuid(2))).toBeUndefined()
        expect(await collect(ledger.entries())).toEqual([entry])
        expect(await collect(ledger.entriesOfWorkflow(uuid(9)))).toEqual([entry])
        expect(await collect(ledger.entriesOfAgent(alice.agent))).toEqual([entry])
        expect(await ledger.append(first, admit)).toEqual(entry)
      }))

    it('[LEDGER-EQUIVOCATION-EVIDENCE] the first contradiction is kept; more of them are refused and fill nothing', () =>
      onLedger(async (ledger) => {
        await ledger.append(token({ tid: uuid(1) }), admit)
        const second = token({ tid: uuid(1), pol: 'policy_v2' })
        const more = [second, malleableTwin(second), token({ tid: uuid(1), pol: 'policy_v3' })]
        for (const each of more) expect(await codeOf(ledger.append(each, admit))).toBe('ECT_LEDGER_EQUIVOCATION')
        expect((await collect(ledger.equivocations())).map(({ refused }) => refused)).toEqual([second.compact])
      }))

    it('[LEDGER-EQUIVOCATION-EVIDENCE] who writes into the evidence changes his copy at most', () =>
      onLedger(async (ledger) => {
        const first = token({ tid: uuid(1) })
        await ledger.append(first, admit)
        await codeOf(ledger.append(token({ tid: uuid(1) }), admit))
        for (const found of await collect(ledger.equivocations())) Reflect.set(found, 'recorded', found.refused)
        expect(await collect(ledger.equivocations())).toMatchObject([{ recorded: first.compact }])
      }))

    it('[LEDGER-EQUIVOCATION-EVIDENCE] evidence comes in the order in which it was found', () =>
      onLedger(async (ledger) => {
        for (const tid of [uuid(1), uuid(2), uuid(3)]) await ledger.append(token({ tid }), admit)
        for (const tid of [uuid(3), uuid(1), uuid(2)]) await codeOf(ledger.append(token({ tid }), admit))
        expect((await collect(ledger.equivocations())).map(({ sequence }) => sequence)).toEqual([2, 0, 1])
      }))

    it('[LEDGER-EQUIVOCATION] a task of its own in each of two workflows is no contradiction', () =>
      onLedger(async (ledger) => {
        for (const wid of [uuid(8), uuid(9)]) await ledger.append(token({ tid: uuid(1), wid }), admit)
        expect(await collect(ledger.equivocations())).toEqual([])
        // Without a workflow it is the same task as either; the evidence names the earlier one.
        expect(await codeOf(ledger.append(token({ tid: uuid(1) }), admit))).toBe('ECT_LEDGER_EQUIVOCATION')
        expect(await collect(ledger.equivocations())).toMatchObject([{ sequence: 0, workflowId: uuid(8) }])
      }))

    it('[LEDGER-EQUIVOCATION] the contradicted record is found among those of others', () =>
      onLedger(async (ledger) => {
        await ledger.append(token({ tid: uuid(1), wid: uuid(7) }, bob), admit)
        await ledger.append(token({ tid: uuid(1), wid: uuid(8) }, aliceRekeyed), admit)
        await ledger.append(token({ tid: uuid(1), wid: uuid(9) }), admit)
        expect(await codeOf(ledger.append(token({ tid: uuid(1) }), admit))).toBe('ECT_LEDGER_EQUIVOCATION')
        expect(await collect(ledger.equivocations())).toMatchObject([{ sequence: 2, kid: alice.kid }])
      }))

    it('[LEDGER-JTI-ORDER] equivocation is judged before the jti and the graph', () =>
      onLedger(async (ledger) => {
        await ledger.append(token({ tid: uuid(1), jti: uuid(2) }), admit)
        const sameJti = token({ tid: uuid(1), jti: uuid(2), pol_decision: 'rejected' })
        const orphan = token({ tid: uuid(1), par: [uuid(3)] })
        for (const each of [sameJti, orphan]) {
          expect(await codeOf(ledger.append(each, admit))).toBe('ECT_LEDGER_EQUIVOCATION')
        }
      }))

    it('[LEDGER-EQUIVOCATION] a token that was refused for another reason is no evidence against a later one', () =>
      onLedger(async (ledger) => {
        await codeOf(ledger.append(token({ tid: uuid(1), par: [uuid(3)] }), admit))
        expect((await ledger.append(token({ tid: uuid(1) }), admit)).sequence).toBe(0)
        expect(await collect(ledger.equivocations())).toEqual([])
      }))
  })
}
