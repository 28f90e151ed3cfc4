import { createAdmission } from '@wimse-ect/dag'
import { describe, expect, it } from 'vitest'
import { collect } from './collect.ts'
import type { OnLedger } from './ledger-under-test.ts'
import { codeOf } from './refusal.ts'
import { alice, bob, laterToken, token, uuid } from './tokens.ts'

const admitMixed = createAdmission({ mixedRevisions: true })

/** Tasks of several revisions in one log. */
export function describeRevisions(onLedger: OnLedger): void {
  describe('several revisions', () => {
    it('[REVISION-LEDGER] tasks of every revision are recorded, and found by what names them', () =>
      onLedger(async (ledger) => {
        const workflow = uuid(9)
        const tokens = [
          token({ tid: uuid(1), wid: workflow }),
          laterToken('ect-00', { jti: uuid(2), wid: workflow }),
          laterToken('ect-01', { jti: uuid(3), wid: workflow, pred: [uuid(2)] }),
        ]
        for (const each of tokens) await ledger.append(each, admitMixed)
        for (const [at, each] of tokens.entries()) {
          expect(await ledger.getByTaskId(uuid(at + 1))).toMatchObject([{ sequence: at, compact: each.compact }])
          expect(await ledger.findEntry(each.signingInput)).toMatchObject({ sequence: at })
        }
        expect(await collect(ledger.entriesOfWorkflow(workflow))).toHaveLength(3)
        expect((await ledger.getBySequence(2))?.parents).toEqual([{ taskId: uuid(2), sequence: 1 }])
      }))

    it.each([undefined, uuid(9)])(
      '[REVISION-TASK-ID] a tid and a jti of one text are two tasks, each the parent of its own kind (workflow %s)',
      (wid) =>
        onLedger(async (ledger) => {
          await ledger.append(token({ tid: uuid(1), wid }), admitMixed)
          await ledger.append(laterToken('ect-01', { jti: uuid(1), wid }, bob), admitMixed)
          expect(await ledger.getByTaskId(uuid(1))).toHaveLength(2)
          const children = await ledger.appendMany(
            [laterToken('ect-01', { wid, pred: [uuid(1)] }), token({ wid, par: [uuid(1)] })],
            admitMixed,
          )
          const sequences = children.map((child) => child.ok && child.entry.parents.map(({ sequence }) => sequence))
          expect(sequences).toEqual([[1], [0]])
          const again = laterToken('ect-00', { jti: uuid(1), wid }, alice)
          expect(await codeOf(ledger.append(again, admitMixed))).toBe('ECT_DAG_TASK_EXISTS')
          expect(await ledger.size()).toBe(4)
        }),
    )

    it('[LEDGER-JTI-UNIQUE] an issuer uses a jti once, whatever the revisions', () =>
      onLedger(async (ledger) => {
        await ledger.append(token({ jti: uuid(1) }), admitMixed)
        const again = laterToken('ect-01', { jti: uuid(1) })
        expect(await codeOf(ledger.append(again, admitMixed))).toBe('ECT_REPLAY_SEEN')
      }))

    it('[LEDGER-EQUIVOCATION] one jti with two contents is an equivocation where jti names the task', () =>
      onLedger(async (ledger) => {
        const first = laterToken('ect-01', { jti: uuid(1) })
        await ledger.append(first, admitMixed)
        const other = laterToken('ect-01', { jti: uuid(1), exec_act: 'something_else' })
        expect(await codeOf(ledger.append(other, admitMixed))).toBe('ECT_LEDGER_EQUIVOCATION')
        expect(await collect(ledger.equivocations())).toMatchObject([{ refused: other.compact }])
      }))
  })
}
