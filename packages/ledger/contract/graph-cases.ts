import { type Admission, EctError, type EctStore, type VerifiedEct } from '@wimse-ect/claims'
import { admit } from '@wimse-ect/dag'
import { describe, expect, it } from 'vitest'
import { collect } from './collect.ts'
import type { OnLedger } from './ledger-under-test.ts'
import { codeOf, refusalOf } from './refusal.ts'
import { bob, issuedAt, mallory, token, uuid } from './tokens.ts'

/** The admission, which judges the graph inside the append. */
export function describeGraph(onLedger: OnLedger): void {
  describe('graph', () => {
    it.each([
      { code: 'ECT_DAG_CYCLE', path: 'par[0]', claims: { par: [uuid(1)] } },
      { code: 'ECT_DAG_PARENT_MISSING', path: 'par[1]', claims: { par: [uuid(2), uuid(3)] } },
      { code: 'ECT_DAG_PARENT_AMBIGUOUS', path: 'par[0]', claims: { par: [uuid(4)] } },
      { code: 'ECT_DAG_PARENT_TIME', path: 'par[0]', claims: { par: [uuid(2)], iat: issuedAt - 31 } },
      { code: 'ECT_DAG_PARENT_POLICY', path: 'par[0]', claims: { par: [uuid(5)] } },
    ])('[ATTACK-DAG-FAILURE] a token that does not fit is refused and not recorded: $code', ({ code, path, claims }) =>
      onLedger(async (ledger) => {
        await ledger.append(token({ tid: uuid(2) }), admit)
        for (const wid of [uuid(8), uuid(9)]) await ledger.append(token({ tid: uuid(4), wid }), admit)
        await ledger.append(token({ tid: uuid(5), pol_decision: 'rejected' }), admit)
        const misfit = token({ tid: uuid(1), ...claims })
        expect(await refusalOf(ledger.append(misfit, admit))).toEqual({ code, path, taskId: uuid(1) })
        expect(await ledger.size()).toBe(4)
        expect(await ledger.findEntry(misfit.signingInput)).toBeUndefined()
        expect(await ledger.getByTaskId(uuid(1))).toEqual([])
      }),
    )

    it('[DAG-ACYCLIC-LEDGER] of two tasks that name each other none can be recorded, in either order', () =>
      onLedger(async (ledger) => {
        const one = token({ tid: uuid(1), par: [uuid(2)] }, mallory)
        const other = token({ tid: uuid(2), par: [uuid(1)] }, bob)
        for (const each of [one, other, one]) {
          expect(await codeOf(ledger.append(each, admit))).toBe('ECT_DAG_PARENT_MISSING')
        }
        expect(await ledger.size()).toBe(0)
      }))

    it('[LEDGER-ATOMIC] an admission is asked with the records as they are, parents first', () =>
      onLedger(async (ledger) => {
        const parent = token({ tid: uuid(1), wid: uuid(8) }, bob)
        await ledger.append(token({ tid: uuid(1), wid: uuid(9) }), admit)
        await ledger.append(parent, admit)
        const child = token({ tid: uuid(2), wid: uuid(8), par: [uuid(1)] })
        const asked: unknown[] = []
        const watching: Admission = (each: VerifiedEct, store: EctStore) => {
          const sequences = store.recordsOf(uuid(1)).map(({ sequence }) => sequence)
          asked.push([each, store.parentsFirst, sequences, store.recordsOf(uuid(1))[1]?.task, store.recordsOf(uuid(2))])
          return admit(each, store)
        }
        await ledger.append(child, watching)
        expect(asked).toEqual([[child, true, [0, 1], parent.task, []]])
      }))

    it('[LEDGER-APPEND-RESULT] the error of an admission reaches the caller as it is', () =>
      onLedger(async (ledger) => {
        const error = new EctError('ECT_DAG_LIMIT', { path: 'par[7]', taskId: uuid(1) })
        const refuse = (): never => {
          throw error
        }
        expect(await refusalOf(ledger.append(token(), refuse))).toEqual({
          code: 'ECT_DAG_LIMIT',
          path: 'par[7]',
          taskId: uuid(1),
        })
      }))

    it('[LEDGER-ATOMIC] an admission that breaks leaves nothing behind, and the token can be sent again', () =>
      onLedger(async (ledger) => {
        const broken = (): never => {
          throw new RangeError('a mistake in the admission')
        }
        const original = token({ tid: uuid(1) })
        await expect(ledger.append(original, broken)).rejects.toThrow(RangeError)
        expect(await ledger.size()).toBe(0)
        expect(await ledger.getByTaskId(uuid(1))).toEqual([])
        expect((await ledger.append(original, admit)).sequence).toBe(0)
      }))

    it('[LEDGER-ATOMIC] an admission that appends in its turn cannot slip a record under the one it judges', () =>
      onLedger(async (ledger) => {
        const nested: Promise<unknown>[] = []
        const appending: Admission = (each, store) => {
          const admitted = admit(each, store)
          nested.push(ledger.append(token({ tid: uuid(1) }, mallory), admit))
          return admitted
        }
        const outer = await Promise.allSettled([ledger.append(token({ tid: uuid(1) }), appending)])
        const outcomes = [...outer, ...(await Promise.allSettled(nested))]
        expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
        expect(await ledger.size()).toBe(1)
        expect((await collect(ledger.entries())).map(({ sequence }) => sequence)).toEqual([0])
      }))
  })
}
