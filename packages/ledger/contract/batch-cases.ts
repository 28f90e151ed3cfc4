import { type Admission, isEctError } from '@wimse-ect/claims'
import { admit } from '@wimse-ect/dag'
import { describe, expect, it } from 'vitest'
import type { AppendResult } from '../src/ledger.ts'
import { collect } from './collect.ts'
import type { OnLedger } from './ledger-under-test.ts'
import { alice, bob, malleableTwin, signedToken, token, uuid, verified } from './tokens.ts'

/** Results in short: sequences, marked when the token was recorded before, and codes. */
function inShort(results: readonly AppendResult[]): (number | string)[] {
  return results.map((result) => {
    if (!result.ok) return result.error.code
    return result.duplicate ? `again ${result.entry.sequence}` : result.entry.sequence
  })
}

/** Several tokens in one call. */
export function describeBatches(onLedger: OnLedger): void {
  describe('batches', () => {
    it('[LEDGER-APPEND-MANY] each token gets its own answer, in the given order, and one refused fails no other', () =>
      onLedger(async (ledger) => {
        const fine = [token(), token(), token()] as const
        const orphan = token({ tid: uuid(1), par: [uuid(2)] })
        const foreign = verified(signedToken({ tid: uuid(3) }), { ids: 'opaque' })
        const results = await ledger.appendMany([fine[0], orphan, fine[1], foreign, fine[2]], admit)
        expect(inShort(results)).toEqual([0, 'ECT_DAG_PARENT_MISSING', 1, 'ECT_LEDGER_IDS', 2])
        expect(results[1]).toMatchObject({ ok: false, error: { path: 'par[0]', taskId: uuid(1) } })
        expect(results.every((result) => result.ok || isEctError(result.error))).toBe(true)
        const entries = await collect(ledger.entries())
        expect(entries.map((entry) => entry.compact)).toEqual(fine.map(({ compact }) => compact))
        expect(results.flatMap((result) => (result.ok ? [result.entry] : []))).toEqual(entries)
      }))

    it('[LEDGER-APPEND-MANY] a later token sees the earlier ones that were accepted, and only those', () =>
      onLedger(async (ledger) => {
        const results = await ledger.appendMany(
          [
            token({ tid: uuid(1), par: [uuid(2)] }), // its parent comes too late
            token({ tid: uuid(2) }),
            token({ tid: uuid(3), par: [uuid(2)] }),
            token({ tid: uuid(4), par: [uuid(3), uuid(2)] }),
            token({ tid: uuid(5), par: [uuid(1)] }), // its parent was refused
          ],
          admit,
        )
        expect(inShort(results)).toEqual(['ECT_DAG_PARENT_MISSING', 0, 1, 2, 'ECT_DAG_PARENT_MISSING'])
        expect((await ledger.getBySequence(2))?.parents).toEqual([
          { taskId: uuid(3), sequence: 1 },
          { taskId: uuid(2), sequence: 0 },
        ])
      }))

    it('[LEDGER-APPEND-MANY] a token that stands twice in a batch, or was recorded before, is a duplicate', () =>
      onLedger(async (ledger) => {
        const before = token()
        await ledger.append(before, admit)
        const twice = token()
        const results = await ledger.appendMany([twice, before, malleableTwin(twice), twice], admit)
        expect(inShort(results)).toEqual([1, 'again 0', 'again 1', 'again 1'])
        expect(results[3]).toEqual({ ok: true, entry: await ledger.getBySequence(1), duplicate: true })
        expect(await ledger.size()).toBe(2)
      }))

    it('[LEDGER-APPEND-MANY] of tokens that exclude each other the first in the batch is recorded', () =>
      onLedger(async (ledger) => {
        const results = await ledger.appendMany(
          [
            token({ tid: uuid(1), jti: uuid(2) }),
            token({ tid: uuid(1) }, bob),
            token({ jti: uuid(2) }),
            token({ tid: uuid(1), pol: 'policy_v2' }),
          ],
          admit,
        )
        expect(inShort(results)).toEqual([0, 'ECT_DAG_TASK_EXISTS', 'ECT_REPLAY_SEEN', 'ECT_LEDGER_EQUIVOCATION'])
        expect(await ledger.size()).toBe(1)
      }))

    it('[LEDGER-EQUIVOCATION-EVIDENCE] evidence found in a batch is kept, once', () =>
      onLedger(async (ledger) => {
        const batch = ['policy_v1', 'policy_v2', 'policy_v3'].map((pol) => token({ tid: uuid(1), pol }))
        await ledger.appendMany(batch, admit)
        expect(await collect(ledger.equivocations())).toMatchObject([
          { recorded: batch[0]?.compact, refused: batch[1]?.compact },
        ])
      }))

    it('[LEDGER-EQUIVOCATION-EVIDENCE] a batch in which nothing can be recorded still leaves its evidence', () =>
      onLedger(async (ledger) => {
        await ledger.append(token({ tid: uuid(1) }), admit)
        await ledger.appendMany([token({ tid: uuid(1) })], admit)
        expect(await collect(ledger.equivocations())).toHaveLength(1)
      }))

    it('[LEDGER-APPEND-MANY] an empty batch gets no answers', () =>
      onLedger(async (ledger) => {
        expect(await ledger.appendMany([], admit)).toEqual([])
        expect(await ledger.size()).toBe(0)
      }))

    it('[LEDGER-APPEND-MANY] a batch is taken as it was handed over, whatever the caller does to its array', () =>
      onLedger(async (ledger) => {
        const batch = [token({ tid: uuid(1) }), token({ tid: uuid(2) })]
        const pending = ledger.appendMany(batch, admit)
        batch.length = 0
        expect(inShort(await pending)).toEqual([0, 1])
      }))

    it('[LEDGER-ATOMIC] an admission that breaks in a batch leaves whole entries only, and the batch can be sent again', () =>
      onLedger(async (ledger) => {
        const batch = [uuid(1), uuid(2), uuid(3)].map((tid) => token({ tid }))
        const breaking: Admission = (each, store) => {
          if (each.task.taskId === uuid(2)) throw new RangeError('a mistake in the admission')
          return admit(each, store)
        }
        await expect(ledger.appendMany(batch, breaking)).rejects.toThrow(RangeError)
        const kept = await collect(ledger.entries())
        expect(kept).toHaveLength(await ledger.size())
        expect(await ledger.getByTaskId(uuid(2))).toEqual([])
        const results = await ledger.appendMany(batch, admit)
        expect(results.map((result) => result.ok)).toEqual([true, true, true])
        expect(await ledger.size()).toBe(3)
        expect((await collect(ledger.entries())).slice(0, kept.length)).toEqual(kept)
      }))

    it('[LEDGER-ORDER] a batch of two thousand, every token the child of the one before', () =>
      onLedger(async (ledger) => {
        const count = 2000
        const batch = Array.from({ length: count }, (_, at) =>
          token({ tid: uuid(at + 1), par: at === 0 ? [] : [uuid(at)] }, at % 2 === 0 ? alice : bob),
        )
        const results = await ledger.appendMany(batch, admit)
        expect(inShort(results)).toEqual(batch.map((_, at) => at))
        const entries = await collect(ledger.entries())
        expect(entries.map((entry) => entry.compact)).toEqual(batch.map(({ compact }) => compact))
        expect(entries.slice(1).every(({ parents, sequence }) => parents[0]?.sequence === sequence - 1)).toBe(true)
      }))
  })
}
