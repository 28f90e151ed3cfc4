import { admit } from '@wimse-ect/dag'
import { describe, expect, it } from 'vitest'
import { collect } from './collect.ts'
import type { OnLedger } from './ledger-under-test.ts'
import { refusalOf } from './refusal.ts'
import {
  alice,
  aliceRekeyed,
  bob,
  malleableTwin,
  mallory,
  malloryMasked,
  signedAgain,
  signedToken,
  token,
  uuid,
  verified,
  verifiedAt,
} from './tokens.ts'

/** One task, one record; one jti per issuer; one kind of ids. */
export function describeIdentity(onLedger: OnLedger): void {
  describe('one task, one record', () => {
    it('[LEDGER-SIGNING-INPUT] a token that is sent again, and verified again later, gets its first entry', () =>
      onLedger(async (ledger) => {
        const compact = signedToken()
        const first = await ledger.append(verified(compact), admit)
        const later = verified(compact, { at: verifiedAt + 100_000 })
        expect(await ledger.append(later, admit)).toEqual(first)
        expect(await ledger.size()).toBe(1)
      }))

    it.each([
      { title: 'that the issuer made anew', twin: signedAgain },
      { title: 'that anybody can compute', twin: malleableTwin },
    ])('[LEDGER-SIGNING-INPUT] another signature $title makes no second record', ({ twin }) =>
      onLedger(async (ledger) => {
        const original = token()
        const first = await ledger.append(original, admit)
        const other = twin(original)
        expect(other.compact).not.toBe(original.compact)
        expect(await ledger.append(other, admit)).toEqual(first)
        expect(first.compact).toBe(original.compact)
        expect(await ledger.size()).toBe(1)
        expect(await collect(ledger.equivocations())).toEqual([])
      }),
    )

    it('[LEDGER-SIGNING-INPUT] a repeated token is not judged again', () =>
      onLedger(async (ledger) => {
        const original = token()
        const first = await ledger.append(original, admit)
        const never = (): never => {
          throw new Error('a recorded token was judged')
        }
        expect(await ledger.append(original, never)).toEqual(first)
      }))

    it('[LEDGER-OTHER-ISSUER] a recorded task id is refused to another issuer, without a charge of equivocation', () =>
      onLedger(async (ledger) => {
        await ledger.append(token({ tid: uuid(1) }), admit)
        for (const by of [bob, malloryMasked]) {
          const refusal = await refusalOf(ledger.append(token({ tid: uuid(1) }, by), admit))
          expect(refusal).toEqual({ code: 'ECT_DAG_TASK_EXISTS', path: undefined, taskId: uuid(1) })
        }
        expect(await collect(ledger.equivocations())).toEqual([])
        expect(await ledger.size()).toBe(1)
      }))

    it('[LEDGER-EQUIVOCATION] another key of the same issuer does not contradict: the task exists', () =>
      onLedger(async (ledger) => {
        await ledger.append(token({ tid: uuid(1) }), admit)
        const refusal = await refusalOf(ledger.append(token({ tid: uuid(1) }, aliceRekeyed), admit))
        expect(refusal).toEqual({ code: 'ECT_DAG_TASK_EXISTS', path: undefined, taskId: uuid(1) })
        expect(await collect(ledger.equivocations())).toEqual([])
      }))

    it('[LEDGER-JTI-UNIQUE] an issuer cannot use a jti for two tasks, in whatever case, workflow or key', () =>
      onLedger(async (ledger) => {
        await ledger.append(token({ jti: uuid(1), wid: uuid(8) }), admit)
        const reuses = [
          token({ jti: uuid(1), tid: uuid(2) }),
          token({ jti: uuid(1).toUpperCase(), tid: uuid(2) }),
          token({ jti: uuid(1), tid: uuid(2), wid: uuid(9) }),
          token({ jti: uuid(1), tid: uuid(2) }, aliceRekeyed),
        ]
        for (const reuse of reuses) {
          const refusal = await refusalOf(ledger.append(reuse, admit))
          expect(refusal).toEqual({ code: 'ECT_REPLAY_SEEN', path: 'jti', taskId: uuid(2) })
        }
        expect(await ledger.size()).toBe(1)
      }))

    it('[LEDGER-JTI-UNIQUE] two issuers may use one jti', () =>
      onLedger(async (ledger) => {
        await ledger.append(token({ jti: uuid(1) }), admit)
        expect((await ledger.append(token({ jti: uuid(1) }, bob), admit)).sequence).toBe(1)
      }))

    it('[LEDGER-JTI-ORDER] the jti is judged before the graph', () =>
      onLedger(async (ledger) => {
        await ledger.append(token({ jti: uuid(1), tid: uuid(2) }), admit)
        const orphan = token({ jti: uuid(1), par: [uuid(3)] })
        const squatter = token({ jti: uuid(1), tid: uuid(2) }, aliceRekeyed)
        for (const each of [orphan, squatter]) {
          expect(await refusalOf(ledger.append(each, admit))).toMatchObject({ code: 'ECT_REPLAY_SEEN' })
        }
      }))

    it('[LEDGER-JTI-UNIQUE] a refused token does not use up its jti or its task id', () =>
      onLedger(async (ledger) => {
        const orphan = token({ jti: uuid(1), tid: uuid(2), par: [uuid(3)] })
        expect(await refusalOf(ledger.append(orphan, admit))).toMatchObject({ code: 'ECT_DAG_PARENT_MISSING' })
        await ledger.append(token({ tid: uuid(3) }), admit)
        expect((await ledger.append(orphan, admit)).sequence).toBe(1)
      }))
  })

  describe('scope of a task id', () => {
    it('[LEDGER-TASK-SCOPE] the same id in two workflows is two tasks, so nobody can squat it in a workflow of his own', () =>
      onLedger(async (ledger) => {
        await ledger.append(token({ tid: uuid(1), wid: uuid(8) }, mallory), admit)
        expect((await ledger.append(token({ tid: uuid(1), wid: uuid(9) }, alice), admit)).sequence).toBe(1)
        expect((await ledger.append(token({ tid: uuid(1), wid: uuid(7) }, alice), admit)).sequence).toBe(2)
      }))

    it.each([
      { title: 'both in one workflow', first: uuid(8), second: uuid(8) },
      { title: 'both in one workflow, spelt differently', first: uuid(8).toUpperCase(), second: uuid(8) },
      { title: 'both without', first: undefined, second: undefined },
      { title: 'only the first without', first: undefined, second: uuid(8) },
      { title: 'only the second without', first: uuid(8), second: undefined },
    ])('[LEDGER-TASK-SCOPE] the same id is the same task: $title', ({ first, second }) =>
      onLedger(async (ledger) => {
        await ledger.append(token({ tid: uuid(1), wid: first }), admit)
        const taken = token({ tid: uuid(1), wid: second }, bob)
        expect(await refusalOf(ledger.append(taken, admit))).toMatchObject({ code: 'ECT_DAG_TASK_EXISTS' })
        const contradiction = token({ tid: uuid(1), wid: second })
        expect(await refusalOf(ledger.append(contradiction, admit))).toMatchObject({ code: 'ECT_LEDGER_EQUIVOCATION' })
        expect(await ledger.size()).toBe(1)
      }),
    )

    it('[CLAIM-UUID-CASE] a task recorded in upper case cannot be recorded again in lower case', () =>
      onLedger(async (ledger) => {
        await ledger.append(token({ tid: uuid(1).toUpperCase() }), admit)
        const taken = token({ tid: uuid(1) }, bob)
        expect(await refusalOf(ledger.append(taken, admit))).toMatchObject({ code: 'ECT_DAG_TASK_EXISTS' })
      }))
  })

  describe('kind of ids', () => {
    it('[CLAIM-IDS-LEDGER] a ledger of UUIDs refuses tokens verified with opaque ids, even one that it holds', () =>
      onLedger(async (ledger) => {
        const compact = signedToken({ tid: uuid(1) })
        await ledger.append(verified(compact), admit)
        const refusal = await refusalOf(ledger.append(verified(compact, { ids: 'opaque' }), admit))
        expect(refusal).toEqual({ code: 'ECT_LEDGER_IDS', path: undefined, taskId: uuid(1) })
      }))

    it('[CLAIM-IDS-LEDGER] a ledger of opaque ids refuses tokens verified with UUIDs', () =>
      onLedger(
        async (ledger) => {
          const refusal = await refusalOf(ledger.append(token({ tid: uuid(1) }), admit))
          expect(refusal).toEqual({ code: 'ECT_LEDGER_IDS', path: undefined, taskId: uuid(1) })
          expect(await ledger.size()).toBe(0)
        },
        { ids: 'opaque' },
      ))

    it('[CLAIM-IDS-OPAQUE-BYTEWISE] opaque ids are compared byte for byte, in records and look-ups', () =>
      onLedger(
        async (ledger) => {
          const opaque = (changes: object): ReturnType<typeof verified> =>
            verified(signedToken({ jti: 'Token-1', tid: 'Task-1', wid: 'Flow-1', ...changes }), { ids: 'opaque' })
          await ledger.append(opaque({}), admit)
          await ledger.append(opaque({ jti: 'token-1', tid: 'task-1' }), admit)
          expect((await ledger.append(opaque({ jti: 'T:3', tid: 'T:3', par: ['task-1'] }), admit)).parents).toEqual([
            { taskId: 'task-1', sequence: 1 },
          ])
          expect((await ledger.getByTaskId('Task-1')).map(({ sequence }) => sequence)).toEqual([0])
          expect(await ledger.getByTaskId('TASK-1')).toEqual([])
          expect((await ledger.getByTokenId(alice.agent, 'token-1'))?.sequence).toBe(1)
          expect(await collect(ledger.entriesOfWorkflow('flow-1'))).toEqual([])
        },
        { ids: 'opaque' },
      ))
  })
}
