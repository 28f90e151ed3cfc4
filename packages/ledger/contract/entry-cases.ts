import { admit } from '@wimse-ect/dag'
import { describe, expect, it } from 'vitest'
import { collect } from './collect.ts'
import { type OnLedger, storedAt } from './ledger-under-test.ts'
import { codeOf } from './refusal.ts'
import { alice, bob, issuedAt, malleableTwin, signedToken, token, uuid, verified, verifiedAt } from './tokens.ts'

/** Order, content and permanence of entries. */
export function describeEntries(onLedger: OnLedger): void {
  describe('entries', () => {
    it('[LEDGER-SEQUENCE-ZERO] a new ledger is empty, and its first entry has sequence 0', () =>
      onLedger(async (ledger) => {
        expect(await ledger.size()).toBe(0)
        expect(await ledger.getBySequence(0)).toBeUndefined()
        expect(await collect(ledger.entries())).toEqual([])
        expect(await collect(ledger.equivocations())).toEqual([])
        expect((await ledger.append(token(), admit)).sequence).toBe(0)
        expect(await ledger.size()).toBe(1)
      }))

    it('[LEDGER-ORDER] sequences are dense and increasing; refused and repeated tokens take none', () =>
      onLedger(async (ledger) => {
        const first = token({ jti: uuid(1), tid: uuid(2) })
        const sequences = [(await ledger.append(first, admit)).sequence]
        const refused = [
          token({ tid: uuid(2) }), // contradicts the first
          token({ tid: uuid(2) }, bob),
          token({ jti: uuid(1) }),
          token({ par: [uuid(3)] }),
          verified(signedToken(), { ids: 'opaque' }),
        ]
        for (const each of refused) {
          expect(await codeOf(ledger.append(each, admit))).not.toBe('accepted')
          await ledger.append(malleableTwin(first), admit)
          sequences.push((await ledger.append(token(), admit)).sequence)
        }
        expect(sequences).toEqual([0, 1, 2, 3, 4, 5])
        expect(await ledger.size()).toBe(6)
        expect((await collect(ledger.entries())).map(({ sequence }) => sequence)).toEqual(sequences)
      }))

    it('[LEDGER-ENTRY] an entry holds what the token says, the token, and when it was verified and stored', () =>
      onLedger(async (ledger) => {
        await ledger.append(token({ tid: uuid(1), wid: uuid(9) }), admit)
        const child = token({ tid: uuid(2), wid: uuid(9), par: [uuid(1)], exec_act: 'implement_module' }, bob)
        const entry = await ledger.append(child, admit)
        expect(entry).toEqual({
          sequence: 1,
          taskId: uuid(2),
          workflowId: uuid(9),
          agent: bob.agent,
          action: 'implement_module',
          parents: [{ taskId: uuid(1), sequence: 0 }],
          compact: child.compact,
          verifiedAt,
          storedAt,
          latenessSeconds: 0,
        })
        expect(await ledger.getBySequence(1)).toEqual(entry)
      }))

    it('[LEDGER-TOKEN-IS-RECORD] the token is kept byte for byte, and every other member follows from it', () =>
      onLedger(async (ledger) => {
        const recorded = token({ tid: uuid(1).toUpperCase() }, alice)
        await ledger.append(recorded, admit)
        const entry = await ledger.getBySequence(0)
        expect(entry?.compact).toBe(recorded.compact)
        const { task } = verified(entry?.compact ?? '')
        expect(entry).toMatchObject({ taskId: task.taskId, agent: task.agent, action: task.action })
      }))

    it('[LEDGER-CRASH] an append that is broken off leaves nothing behind', () =>
      onLedger(async (ledger) => {
        const first = token({ tid: uuid(1), wid: uuid(9) })
        const breaksOff = () => {
          throw new RangeError('out of memory')
        }
        await expect(ledger.append(first, breaksOff)).rejects.toThrow()
        expect(await ledger.size()).toBe(0)
        expect(await ledger.findEntry(first.signingInput)).toBeUndefined()
        expect(await ledger.getByTaskId(uuid(1))).toEqual([])
        expect(await collect(ledger.entriesOfWorkflow(uuid(9)))).toEqual([])
        expect((await ledger.append(first, admit)).sequence).toBe(0)
      }))

    it('[LEDGER-DURABLE-ACK] what was acknowledged is there for every reader at once', () =>
      onLedger(async (ledger, handles) => {
        const entry = await ledger.append(token(), admit)
        for (const reader of handles) expect(await reader.getBySequence(0)).toEqual(entry)
      }))

    it('[LEDGER-ENTRY] the entry of a root task without workflow has neither', () =>
      onLedger(async (ledger) => {
        const entry = await ledger.append(token(), admit)
        expect(entry).toMatchObject({ workflowId: undefined, parents: [] })
        expect(await ledger.getBySequence(0)).toEqual(entry)
      }))

    it('[DAG-PARENT-SEQUENCES] parents stand in the order of the token, each with the sequence of its own entry', () =>
      onLedger(async (ledger) => {
        for (const id of [1, 2, 3]) await ledger.append(token({ tid: uuid(id) }), admit)
        const entry = await ledger.append(token({ par: [uuid(3), uuid(1)] }), admit)
        const parents = [
          { taskId: uuid(3), sequence: 2 },
          { taskId: uuid(1), sequence: 0 },
        ]
        expect(entry.parents).toEqual(parents)
        expect((await ledger.getBySequence(3))?.parents).toEqual(parents)
      }))

    it('[DAG-PARENT-SEQUENCES] of several records with the id of a parent, that of the own workflow is the parent', () =>
      onLedger(async (ledger) => {
        for (const wid of [uuid(8), uuid(9)]) await ledger.append(token({ tid: uuid(1), wid }), admit)
        const entry = await ledger.append(token({ wid: uuid(9), par: [uuid(1)] }), admit)
        expect(entry.parents).toEqual([{ taskId: uuid(1), sequence: 1 }])
      }))

    it('[CLAIM-UUID-CASE] an entry has UUIDs in lower case, and the token as it arrived', () =>
      onLedger(async (ledger) => {
        const upper = (number: number): string => uuid(number).toUpperCase()
        await ledger.append(token({ tid: uuid(1) }), admit)
        const child = token({ tid: upper(2), wid: upper(9), jti: upper(3), par: [upper(1)] })
        const entry = await ledger.append(child, admit)
        expect(entry).toMatchObject({ taskId: uuid(2), workflowId: uuid(9), compact: child.compact })
        expect(entry.parents).toEqual([{ taskId: uuid(1), sequence: 0 }])
      }))

    it('[LEDGER-TOKEN-IS-RECORD] the token is kept byte for byte, with claims nobody knows', () =>
      onLedger(async (ledger) => {
        const compact = signedToken({ zz_unknown: 'žluťoučký \u{1f40e}', ext: { 'com.example.z': [1.5, null] } })
        await ledger.append(verified(compact), admit)
        expect((await ledger.getBySequence(0))?.compact).toBe(compact)
      }))

    it('[LEDGER-TOKEN-IS-RECORD] a token of the greatest length is kept whole', () =>
      onLedger(async (ledger) => {
        const compact = signedToken({ padding: 'x'.repeat(48_500) })
        expect(compact.length).toBeGreaterThan(65_000)
        await ledger.append(verified(compact), admit)
        expect((await ledger.getBySequence(0))?.compact).toBe(compact)
      }))

    it.each(['rejected', 'pending_human_review'] as const)(
      '[DAG-REJECTED-RECORDED] a task that is %s is recorded',
      (decision) =>
        onLedger(async (ledger) => {
          expect((await ledger.append(token({ pol_decision: decision }), admit)).sequence).toBe(0)
        }),
    )

    it('[MODE-LATENESS] a ledger says how late it takes tokens, and for which kind of ids it was created', () =>
      onLedger(
        async (ledger) => {
          expect(ledger).toMatchObject({ maxLatenessSeconds: 86_400, ids: 'opaque' })
        },
        { maxLatenessSeconds: 86_400, ids: 'opaque' },
      ))

    it.each([
      { title: 'in its last second', exp: 600, at: 599, late: 0 },
      { title: 'in the second of its exp', exp: 600, at: 600, late: 1 },
      { title: 'ten seconds after that', exp: 600, at: 610, late: 11 },
      { title: 'at the greatest age', exp: 2000, at: 900, late: 0 },
      { title: 'one second older than that', exp: 2000, at: 901, late: 1 },
      { title: 'expired long before it was too old', exp: 300, at: 1000, late: 701 },
    ])('[MODE-LATENESS-SHOWN] an entry shows how late its token was verified: $title', ({ exp, at, late }) =>
      onLedger(
        async (ledger) => {
          const compact = signedToken({ exp: issuedAt + exp }, alice)
          await ledger.append(verified(compact, { at: issuedAt + at }), admit)
          expect(await ledger.getBySequence(0)).toMatchObject({ verifiedAt: issuedAt + at, latenessSeconds: late })
        },
        { maxLatenessSeconds: 86_400 },
      ),
    )

    it('[LEDGER-APPEND-ONLY] nothing that comes later changes an entry', () =>
      onLedger(async (ledger) => {
        const first = token({ tid: uuid(1) })
        const entry = await ledger.append(first, admit)
        const before = structuredClone(entry)
        await ledger.append(token({ par: [uuid(1)] }), admit)
        await codeOf(ledger.append(token({ tid: uuid(1) }), admit))
        await ledger.append(verified(malleableTwin(first).compact, { at: verifiedAt + 60 }), admit)
        expect(entry).toEqual(before)
        expect(await ledger.getBySequence(0)).toEqual(before)
      }))

    it('[LEDGER-APPEND-ONLY] who writes into a returned entry changes his copy at most', () =>
      onLedger(async (ledger) => {
        await ledger.append(token({ tid: uuid(1) }), admit)
        const entry = await ledger.append(token({ par: [uuid(1)] }), admit)
        const before = structuredClone(entry)
        for (const object of [entry, entry.parents, entry.parents[0]]) {
          if (object !== undefined) Reflect.set(object, 'sequence', 7)
        }
        Reflect.set(entry.parents, 0, { taskId: uuid(3), sequence: 7 })
        expect(await ledger.getBySequence(1)).toEqual(before)
      }))

    it('[LEDGER-APPEND-ONLY] who writes into a token after it was appended changes no record', () =>
      onLedger(async (ledger) => {
        const rejected = token({ tid: uuid(1), pol_decision: 'rejected' })
        await ledger.append(rejected, admit)
        Reflect.set(rejected.task, 'decision', 'approved')
        Reflect.set(rejected.claims, 'pol_decision', 'approved')
        expect(await codeOf(ledger.append(token({ par: [uuid(1)] }), admit))).toBe('ECT_DAG_PARENT_POLICY')
      }))
  })
}
