import { admit } from '@wimse-ect/dag'
import { describe, expect, it } from 'vitest'
import { collect } from './collect.ts'
import type { OnLedger } from './ledger-under-test.ts'
import { codeOf } from './refusal.ts'
import { alice, bob, malleableTwin, mallory, signedToken, token, uuid, verified } from './tokens.ts'

const strangeTexts = [
  '',
  ' ',
  '\0',
  '\ud800',
  '__proto__',
  "' OR 1=1 --",
  '%',
  '00000000-0000-0000-0000-000000000000',
  'x'.repeat(100_000),
]

/** Finding entries. */
export function describeLookUps(onLedger: OnLedger): void {
  describe('look-ups', () => {
    it('[RECORD-FIRST-ENTRY] an entry is found by its signing input, and by nothing else of the token', () =>
      onLedger(async (ledger) => {
        const [first, second, stranger] = [token(), token(), token()]
        await ledger.append(first, admit)
        const entry = await ledger.append(second, admit)
        expect(await ledger.findEntry(second.signingInput)).toEqual(entry)
        expect(await ledger.findEntry(malleableTwin(second).signingInput)).toEqual(entry)
        for (const text of [second.compact, stranger.signingInput, uuid(1), ...strangeTexts]) {
          expect(await ledger.findEntry(text)).toBeUndefined()
        }
      }))

    it('[LEDGER-LOOK-UP] an entry is found by its sequence; no other number finds one', () =>
      onLedger(async (ledger) => {
        const entries = [await ledger.append(token(), admit), await ledger.append(token(), admit)]
        expect([await ledger.getBySequence(0), await ledger.getBySequence(1)]).toEqual(entries)
        for (const sequence of [-1, 2, 0.5, 2 ** 31, 2 ** 53, 1e300, Number.NaN, Number.POSITIVE_INFINITY]) {
          expect(await ledger.getBySequence(sequence)).toBeUndefined()
        }
      }))

    it('[LEDGER-LOOK-UP] a task id finds all its entries in order, with a workflow only that one', () =>
      onLedger(async (ledger) => {
        const [one, other] = [uuid(8), uuid(9)]
        await ledger.append(token({ tid: uuid(1), wid: other }), admit)
        await ledger.append(token({ tid: uuid(2), wid: one }), admit)
        await ledger.append(token({ tid: uuid(1), wid: one }, bob), admit)
        await ledger.append(token({ tid: uuid(3) }), admit)
        const found = async (...ids: [string, string?]): Promise<number[]> =>
          (await ledger.getByTaskId(...ids)).map(({ sequence }) => sequence)
        expect(await found(uuid(1))).toEqual([0, 2])
        expect(await found(uuid(1), one)).toEqual([2])
        expect(await found(uuid(1), other)).toEqual([0])
        expect(await found(uuid(1), uuid(7))).toEqual([])
        expect(await found(uuid(2), other)).toEqual([])
        expect(await found(uuid(3))).toEqual([3])
        expect(await found(uuid(3), one)).toEqual([])
        expect(await found(uuid(4))).toEqual([])
        expect(await ledger.getByTaskId(uuid(1))).toEqual([
          await ledger.getBySequence(0),
          await ledger.getBySequence(2),
        ])
      }))

    it('[CLAIM-UUID-CASE] look-ups take a UUID in either case, however the token spelt it', () =>
      onLedger(async (ledger) => {
        const upper = (number: number): string => uuid(number).toUpperCase()
        const entries = [
          await ledger.append(token({ tid: uuid(1), wid: uuid(8), jti: uuid(3) }), admit),
          await ledger.append(token({ tid: upper(2), wid: upper(8), jti: upper(4) }), admit),
        ]
        for (const [at, entry] of entries.entries()) {
          const ids = { tid: at + 1, jti: at + 3 }
          for (const spelt of [uuid, upper]) {
            expect(await ledger.getByTaskId(spelt(ids.tid))).toEqual([entry])
            expect(await ledger.getByTaskId(spelt(ids.tid), spelt(8))).toEqual([entry])
            expect(await ledger.getByTokenId(alice.agent, spelt(ids.jti))).toEqual(entry)
            expect(await collect(ledger.entriesOfWorkflow(spelt(8)))).toEqual(entries)
          }
        }
      }))

    it('[LEDGER-LOOK-UP] a jti finds the entry of its issuer', () =>
      onLedger(async (ledger) => {
        const ofAlice = await ledger.append(token({ jti: uuid(1) }), admit)
        const ofBob = await ledger.append(token({ jti: uuid(1) }, bob), admit)
        expect(await ledger.getByTokenId(alice.agent, uuid(1))).toEqual(ofAlice)
        expect(await ledger.getByTokenId(bob.agent, uuid(1))).toEqual(ofBob)
        expect(await ledger.getByTokenId(mallory.agent, uuid(1))).toBeUndefined()
        expect(await ledger.getByTokenId(alice.agent, uuid(2))).toBeUndefined()
        expect(await ledger.getByTokenId(`${alice.agent} ${uuid(1)}`, '')).toBeUndefined()
      }))

    it('[LEDGER-LOOK-UP] what is no id finds nothing and breaks nothing', () =>
      onLedger(async (ledger) => {
        await ledger.append(token({ tid: uuid(1), wid: uuid(9) }), admit)
        for (const text of strangeTexts) {
          expect(await ledger.getByTaskId(text)).toEqual([])
          expect(await ledger.getByTaskId(uuid(1), text)).toEqual([])
          expect(await ledger.getByTokenId(text, uuid(1))).toBeUndefined()
          expect(await ledger.getByTokenId(alice.agent, text)).toBeUndefined()
          expect(await collect(ledger.entriesOfWorkflow(text))).toEqual([])
          expect(await collect(ledger.entriesOfAgent(text))).toEqual([])
        }
      }))

    it('[LEDGER-ATOMIC] an acknowledged entry is seen by every later look-up', () =>
      onLedger(async (ledger, writers) => {
        for (let sequence = 0; sequence < 8; sequence++) {
          const each = token({ wid: uuid(9) })
          const entry = await ledger.append(each, admit)
          for (const reader of writers) {
            expect(await reader.size()).toBe(sequence + 1)
            expect(await reader.findEntry(each.signingInput)).toEqual(entry)
            expect(await reader.getBySequence(sequence)).toEqual(entry)
            expect(await reader.getByTaskId(each.task.taskId)).toEqual([entry])
            expect(await reader.getByTokenId(alice.agent, each.task.tokenId)).toEqual(entry)
            expect(await collect(reader.entriesOfWorkflow(uuid(9)))).toHaveLength(sequence + 1)
          }
        }
      }))
  })

  describe('records for the graph rules', () => {
    it('[MODE-FULL] the records that concern a task are a store, in which every parent came before its child', () =>
      onLedger(async (ledger) => {
        const [one, other] = [token({ tid: uuid(1), wid: uuid(8) }, bob), token({ tid: uuid(1), wid: uuid(9) })]
        const free = token({ tid: uuid(2) })
        for (const each of [one, free, other]) await ledger.append(each, admit)
        const store = await ledger.storeFor(token({ tid: uuid(3), par: [uuid(1), uuid(2)] }).task)
        expect(store.parentsFirst).toBe(true)
        const found = [
          store.recordsOf(uuid(1)),
          store.recordsIn(uuid(1), uuid(9)),
          store.recordsIn(uuid(1), undefined),
          store.recordsIn(uuid(2), undefined),
          store.recordsOf(uuid(3)),
        ]
        expect(found.map((records) => records.map(({ task, sequence }) => ({ task, sequence })))).toEqual([
          [
            { task: one.task, sequence: 0 },
            { task: other.task, sequence: 2 },
          ],
          [{ task: other.task, sequence: 2 }],
          [],
          [{ task: free.task, sequence: 1 }],
          [],
        ])
        expect(store.recordsOf(uuid(1))[0]).toBe(store.recordsIn(uuid(1), uuid(8))[0])
      }))

    it('[MODE-FULL] a token can be judged against them without being recorded', () =>
      onLedger(async (ledger) => {
        await ledger.append(token({ tid: uuid(1) }), admit)
        const child = token({ tid: uuid(2), par: [uuid(1)] })
        const store = await ledger.storeFor(child.task)
        expect(admit(child, store).parents).toMatchObject([{ sequence: 0 }])
        const taken = (async () => admit(token({ tid: uuid(1) }, bob), store))()
        expect(await codeOf(taken)).toBe('ECT_DAG_TASK_EXISTS')
        expect(await ledger.size()).toBe(1)
      }))

    it('[LEDGER-APPEND-ONLY] who writes into them changes no record', () =>
      onLedger(async (ledger) => {
        await ledger.append(verified(signedToken({ tid: uuid(1), pol_decision: 'rejected' })), admit)
        const [record] = (await ledger.storeFor(token({ par: [uuid(1)] }).task)).recordsOf(uuid(1))
        Reflect.set(record?.task ?? {}, 'decision', 'approved')
        expect(await codeOf(ledger.append(token({ par: [uuid(1)] }), admit))).toBe('ECT_DAG_PARENT_POLICY')
      }))
  })
}
