import { admit } from '@wimse-ect/dag'
import { describe, expect, it } from 'vitest'
import type { Ledger } from '../src/ledger.ts'
import { collect } from './collect.ts'
import type { OnLedger } from './ledger-under-test.ts'
import { alice, bob, mallory, token, uuid } from './tokens.ts'

/** Four entries: 0 and 3 in one workflow, 1 in another; 0 and 2 by alice. */
async function fill(ledger: Ledger): Promise<void> {
  const batch = [token({ wid: uuid(8) }), token({ wid: uuid(9) }, bob), token(), token({ wid: uuid(8) }, bob)]
  await ledger.appendMany(batch, admit)
}

async function sequencesOf(iteration: ReturnType<Ledger['entries']>): Promise<number[]> {
  return (await collect(iteration)).map(({ sequence }) => sequence)
}

/** Reading on and on. */
export function describeIteration(onLedger: OnLedger): void {
  describe('iteration', () => {
    it('[LEDGER-ORDER] entries come in order of sequence, from any sequence on', () =>
      onLedger(async (ledger) => {
        await fill(ledger)
        expect(await sequencesOf(ledger.entries())).toEqual([0, 1, 2, 3])
        expect(await sequencesOf(ledger.entries(0))).toEqual([0, 1, 2, 3])
        expect(await sequencesOf(ledger.entries(2))).toEqual([2, 3])
        expect(await sequencesOf(ledger.entries(4))).toEqual([])
        expect(await sequencesOf(ledger.entries(2 ** 53 - 1))).toEqual([])
        expect((await collect(ledger.entries(3)))[0]).toEqual(await ledger.getBySequence(3))
      }))

    it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])(
      "[LEDGER-ORDER] no iteration begins at %d: it is the caller's mistake",
      (from) =>
        onLedger(async (ledger) => {
          await fill(ledger)
          await expect(collect(ledger.entries(from))).rejects.toThrow(TypeError)
        }),
    )

    it('[LEDGER-TOKEN-IS-RECORD] the tasks of all entries come in order of sequence, as their tokens say', () =>
      onLedger(async (ledger) => {
        const batch = [token({ wid: uuid(8) }), token({ par: [] }, bob), token()]
        const tasks = batch.map(({ task }, sequence) => ({ task, sequence }))
        await ledger.appendMany(batch, admit)
        expect(await collect(ledger.records())).toStrictEqual(tasks)
        expect(await collect(ledger.records(2))).toStrictEqual(tasks.slice(2))
        expect(await collect(ledger.records(3))).toEqual([])
        await expect(collect(ledger.records(-1))).rejects.toThrow(TypeError)
        const [first] = await collect(ledger.records())
        expect(Object.isFrozen(first?.task)).toBe(true)
      }))

    it('[LEDGER-ORDER] an iteration over tasks meets what is appended meanwhile', () =>
      onLedger(async (ledger) => {
        await fill(ledger)
        const seen: unknown[] = []
        for await (const { sequence } of ledger.records()) {
          seen.push(sequence)
          if (seen.length === 1) await ledger.appendMany([token(), token()], admit)
        }
        expect(seen).toEqual(seen.map((_, at) => at))
        expect(seen.length).toBeGreaterThanOrEqual(4)
      }))

    it('[CLAIM-WID] the entries of a workflow come in order of sequence', () =>
      onLedger(async (ledger) => {
        await fill(ledger)
        expect(await sequencesOf(ledger.entriesOfWorkflow(uuid(8)))).toEqual([0, 3])
        expect(await sequencesOf(ledger.entriesOfWorkflow(uuid(9)))).toEqual([1])
        expect(await sequencesOf(ledger.entriesOfWorkflow(uuid(7)))).toEqual([])
        expect((await collect(ledger.entriesOfWorkflow(uuid(9))))[0]).toEqual(await ledger.getBySequence(1))
      }))

    it('[LEDGER-LOOK-UP] the entries of an agent come in order of sequence, its id compared byte for byte', () =>
      onLedger(async (ledger) => {
        await fill(ledger)
        expect(await sequencesOf(ledger.entriesOfAgent(alice.agent))).toEqual([0, 2])
        expect(await sequencesOf(ledger.entriesOfAgent(bob.agent))).toEqual([1, 3])
        expect(await sequencesOf(ledger.entriesOfAgent(mallory.agent))).toEqual([])
        expect(await sequencesOf(ledger.entriesOfAgent(alice.agent.toUpperCase()))).toEqual([])
        expect((await collect(ledger.entriesOfAgent(bob.agent)))[1]).toEqual(await ledger.getBySequence(3))
      }))

    it('[LEDGER-ORDER] the entries of a workflow and of an agent begin at any sequence, as all entries do', () =>
      onLedger(async (ledger) => {
        await fill(ledger)
        for (const [from, ofWorkflow, ofAgent] of [
          [0, [0, 3], [0, 2]],
          [1, [3], [2]],
          [3, [3], []],
          [4, [], []],
        ] as const) {
          expect(await sequencesOf(ledger.entriesOfWorkflow(uuid(8), from))).toEqual(ofWorkflow)
          expect(await sequencesOf(ledger.entriesOfAgent(alice.agent, from))).toEqual(ofAgent)
        }
        await expect(collect(ledger.entriesOfWorkflow(uuid(8), -1))).rejects.toThrow(TypeError)
        await expect(collect(ledger.entriesOfAgent(alice.agent, 0.5))).rejects.toThrow(TypeError)
      }))

    it('[LEDGER-ORDER] an iteration that meets appends skips nothing and repeats nothing', () =>
      onLedger(async (ledger) => {
        await fill(ledger)
        const seen: number[] = []
        for await (const { sequence } of ledger.entries(1)) {
          seen.push(sequence)
          if (sequence < 4) await ledger.appendMany([token(), token()], admit)
        }
        expect(seen.length).toBeGreaterThanOrEqual(3)
        expect(seen).toEqual(seen.map((_, at) => at + 1))
      }))

    it('[LEDGER-ORDER] an iteration can be left early, and two can go on side by side', () =>
      onLedger(async (ledger) => {
        await fill(ledger)
        const pairs: number[][] = []
        for await (const one of ledger.entries()) {
          for await (const other of ledger.entries(one.sequence + 1)) {
            pairs.push([one.sequence, other.sequence])
            break
          }
          if (one.sequence === 2) break
        }
        expect(pairs).toEqual([
          [0, 1],
          [1, 2],
          [2, 3],
        ])
        expect((await ledger.append(token(), admit)).sequence).toBe(4)
      }))
  })
}
