import type { VerifiedEct } from '@wimse-ect/claims'
import { admit } from '@wimse-ect/dag'
import { describe, expect, it } from 'vitest'
import type { Ledger } from '../src/ledger.ts'
import { collect } from './collect.ts'
import type { OnLedger } from './ledger-under-test.ts'
import { codeOf } from './refusal.ts'
import { alice, aliceRekeyed, bob, mallory, malloryMasked, signedAgain, token, uuid } from './tokens.ts'

const many = 24

function times(make: (at: number) => VerifiedEct): VerifiedEct[] {
  return Array.from({ length: many }, (_, at) => make(at))
}

/** Appends every token in a call of its own, all at the same time, spread over the writers. */
function together(writers: readonly Ledger[], tokens: readonly VerifiedEct[]): Promise<string[]> {
  return Promise.all(
    tokens.map(async (each, at) => {
      const writer = writers[at % writers.length]
      if (writer === undefined) throw new TypeError('a ledger has at least one writer')
      return codeOf(writer.append(each, admit))
    }),
  )
}

/** One accepted, all others refused with the code. */
function oneAccepted(tokens: readonly VerifiedEct[], code: string): string[] {
  return ['accepted', ...tokens.slice(1).map(() => code)].sort()
}

/** Many calls at the same time. */
export function describeConcurrency(onLedger: OnLedger): void {
  describe('calls at the same time', () => {
    it('[LEDGER-SIGNING-INPUT] one signing input under many signatures is recorded once, and all are accepted', () =>
      onLedger(async (ledger, writers) => {
        const original = token()
        const twins = times(() => signedAgain(original))
        expect(new Set(await together(writers, twins))).toEqual(new Set(['accepted']))
        const [entry, ...rest] = await collect(ledger.entries())
        expect(rest).toEqual([])
        expect(await Promise.all(twins.map((twin) => ledger.append(twin, admit)))).toEqual(twins.map(() => entry))
      }))

    it('[LEDGER-ATOMIC] of the tokens of several issuers and keys for one task one is recorded', () =>
      onLedger(async (ledger, writers) => {
        const rivals = [alice, aliceRekeyed, bob, mallory, malloryMasked].map((by) => token({ tid: uuid(1) }, by))
        expect((await together(writers, rivals)).sort()).toEqual(oneAccepted(rivals, 'ECT_DAG_TASK_EXISTS'))
        expect(await ledger.size()).toBe(1)
        expect(await collect(ledger.equivocations())).toEqual([])
      }))

    it('[LEDGER-ATOMIC] of the tokens with and without a workflow for one task id one is recorded, or one per workflow', () =>
      onLedger(async (ledger, writers) => {
        const free = token({ tid: uuid(1) }, alice)
        const bound = [uuid(7), uuid(8), uuid(9)].map((wid) => token({ tid: uuid(1), wid }, bob))
        await together(writers, [...bound, free])
        const workflows = (await collect(ledger.entries())).map(({ workflowId }) => workflowId).sort()
        expect([[undefined], [uuid(7), uuid(8), uuid(9)]]).toContainEqual(workflows)
      }))

    it('[LEDGER-EQUIVOCATION] of many contradictory tokens one is recorded, and one is kept as evidence', () =>
      onLedger(async (ledger, writers) => {
        const rivals = times((at) => token({ tid: uuid(1), pol: `policy_v${at}` }))
        expect((await together(writers, rivals)).sort()).toEqual(oneAccepted(rivals, 'ECT_LEDGER_EQUIVOCATION'))
        const [entry] = await collect(ledger.entries())
        const [found, ...rest] = await collect(ledger.equivocations())
        expect(rest).toEqual([])
        expect(found?.recorded).toBe(entry?.compact)
        const refused = rivals.map(({ compact }) => compact).filter((compact) => compact !== entry?.compact)
        expect(refused).toContain(found?.refused)
      }))

    it('[LEDGER-JTI-UNIQUE] of many tasks under one jti one is recorded', () =>
      onLedger(async (ledger, writers) => {
        const rivals = times(() => token({ jti: uuid(1) }))
        expect((await together(writers, rivals)).sort()).toEqual(oneAccepted(rivals, 'ECT_REPLAY_SEEN'))
        expect(await ledger.size()).toBe(1)
      }))

    it('[DAG-ACYCLIC-LEDGER] submissions that would close a cycle never all enter', () =>
      onLedger(async (ledger, writers) => {
        await ledger.append(token({ tid: uuid(100) }), admit)
        // Task n names task n + 1, and the last one the first.
        const ring = times((at) => token({ tid: uuid(at + 1), par: [uuid(100), uuid(((at + 1) % many) + 1)] }))
        const codes = await together(writers, [...ring, ...ring])
        expect(new Set(codes)).toEqual(new Set(['ECT_DAG_PARENT_MISSING']))
        expect(await ledger.size()).toBe(1)
      }))

    it('[LEDGER-ATOMIC] a child that is sent beside its parent comes after it or not at all', () =>
      onLedger(async (ledger, writers) => {
        const parent = token({ tid: uuid(1) })
        const children = times(() => token({ par: [uuid(1)] }))
        const half = many / 2
        const codes = await together(writers, [...children.slice(0, half), parent, ...children.slice(half)])
        expect(['accepted', 'ECT_DAG_PARENT_MISSING']).toEqual(expect.arrayContaining([...new Set(codes)]))
        const entries = await collect(ledger.entries())
        expect(entries).toHaveLength(codes.filter((code) => code === 'accepted').length)
        expect(entries[0]?.compact).toBe(parent.compact)
        expect(entries.slice(1).every(({ parents }) => parents[0]?.sequence === 0)).toBe(true)
      }))

    it('[LEDGER-ORDER] batches and single tokens together get dense sequences, one each', () =>
      onLedger(async (ledger, writers) => {
        const singles = times(() => token())
        const batches = [1, 2, 3].map(() => times(() => token()))
        const results = await Promise.all([
          together(writers, singles),
          ...batches.map((batch, at) => (writers[at % writers.length] ?? ledger).appendMany(batch, admit)),
        ])
        expect(results).toHaveLength(4)
        const entries = await collect(ledger.entries())
        expect(entries.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 4 * many }, (_, at) => at))
        const sent = [...singles, ...batches.flat()].map(({ compact }) => compact)
        expect(entries.map((entry) => entry.compact).sort()).toEqual(sent.sort())
        for (const batch of batches) {
          const order = batch.map(({ compact }) => entries.findIndex((entry) => entry.compact === compact))
          expect(order).toEqual([...order].sort((one, other) => one - other))
        }
      }))

    it('[LEDGER-ATOMIC] a reader never sees a sequence before those below it', () =>
      onLedger(async (ledger, writers) => {
        const storm = together(
          writers,
          times(() => token()),
        )
        let isOver = false
        const over = storm.finally(() => {
          isOver = true
        })
        while (!isOver) {
          const sequences = (await collect(ledger.entries())).map(({ sequence }) => sequence)
          expect(sequences).toEqual(sequences.map((_, at) => at))
          await new Promise((resolve) => setImmediate(resolve))
        }
        expect(new Set(await over)).toEqual(new Set(['accepted']))
      }))
  })
}
