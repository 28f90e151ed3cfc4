import type { Admission, TaskRecord } from '@wimse-ect/claims'
import { admit } from '@wimse-ect/dag'
import { describe, expect, it } from 'vitest'
import { collect } from '../contract/collect.ts'
import { refusalOfCheck } from '../contract/refusal.ts'
import { alice, bob, signedToken, token, uuid, verified } from '../contract/tokens.ts'
import { restoreRecord } from '../src/durable/stored-record.ts'
import type { LedgerEntry } from '../src/ledger-entry.ts'
import { MemoryLedger } from '../src/memory-ledger.ts'
import { MemoryRecords } from '../src/memory-records.ts'

/** More than are kept as objects. */
const many = 300

/** A ledger of so many tasks of alice and bob in one workflow, each the child of the one or two before it. */
async function filledLedger(): Promise<{ ledger: MemoryLedger; entries: LedgerEntry[] }> {
  let now = 0
  const ledger = new MemoryLedger({ clock: () => (now += 7) })
  const entries: LedgerEntry[] = []
  for (let at = 0; at < many; at++) {
    const par = entries.slice(Math.max(0, at - (at % 3))).map(({ taskId }) => taskId)
    const compact = signedToken({ tid: uuid(at), wid: uuid(9999), par }, at % 2 === 0 ? alice : bob)
    entries.push(await ledger.append(verified(compact, { at: 1_772_000_000 + at }), admit))
  }
  return { ledger, entries }
}

describe('a memory ledger with more entries than it keeps as objects', () => {
  it('[LEDGER-TOKEN-IS-RECORD] reads all that it said of them out of their tokens again', async () => {
    const { ledger, entries } = await filledLedger()
    expect(await collect(ledger.entries())).toStrictEqual(entries)
    expect(await collect(ledger.entries(150))).toStrictEqual(entries.slice(150))
    expect(await collect(ledger.entriesOfWorkflow(uuid(9999), 3))).toStrictEqual(entries.slice(3))
    expect(await collect(ledger.entriesOfAgent(bob.agent))).toStrictEqual(entries.filter((_, at) => at % 2 === 1))
    for (const entry of [entries[0], entries[1], entries[5], entries[many - 1]]) {
      if (entry === undefined) throw new TypeError('there are more')
      expect(await ledger.getBySequence(entry.sequence)).toStrictEqual(entry)
      expect(await ledger.getByTaskId(entry.taskId)).toStrictEqual([entry])
      expect(await ledger.getByTaskId(entry.taskId, uuid(9999))).toStrictEqual([entry])
      expect(await ledger.getByTaskId(entry.taskId, uuid(9998))).toEqual([])
      expect(await ledger.findEntry(entry.compact.slice(0, entry.compact.lastIndexOf('.')))).toStrictEqual(entry)
      expect(await ledger.append(verified(entry.compact), admit)).toStrictEqual(entry)
    }
    expect(await ledger.getBySequence(many)).toBeUndefined()
  })

  it('[LEDGER-LOOK-UP] keeps none for having been read', async () => {
    const { ledger, entries } = await filledLedger()
    const [{ taskId, compact } = { taskId: '', compact: '' }] = entries
    const readAll: (() => Promise<unknown>)[] = [
      () => collect(ledger.entries()),
      async () => Promise.all(entries.map((entry) => ledger.getByTaskId(entry.taskId))),
      async () => Promise.all(entries.map((entry) => ledger.getByTaskId(entry.taskId, uuid(9999)))),
      async () => Promise.all(entries.map((entry) => ledger.findEntry(entry.compact.replace(/\.[^.]*$/, '')))),
      async () => Promise.all(entries.map((entry) => ledger.append(verified(entry.compact), admit))),
      async () => Promise.all(entries.map(async (entry) => (await ledger.storeFor()).recordsOf(entry.taskId))),
      async () =>
        Promise.all(entries.map(async (entry) => (await ledger.storeFor()).recordsIn(entry.taskId, uuid(9999)))),
    ]
    for (const read of readAll) {
      const [before] = await ledger.getByTaskId(taskId)
      expect(before?.compact).toBe(compact)
      await read()
      expect(await ledger.getBySequence(0)).not.toBe(before)
    }
  })

  it('[DAG-PARENT-SEQUENCES] takes an old entry for a parent', async () => {
    const { ledger } = await filledLedger()
    const child = await ledger.append(token({ wid: uuid(9999), par: [uuid(1), uuid(299), uuid(0)] }), admit)
    expect(child.parents.map(({ sequence }) => sequence)).toEqual([1, 299, 0])
  })

  it('[LEDGER-ATOMIC] in the course of a judgement a record is one object', async () => {
    const { ledger } = await filledLedger()
    const seen: (TaskRecord | undefined)[][] = []
    const asking: Admission = (each, store) => {
      for (let times = 0; times < 2; times++) {
        seen.push(Array.from({ length: many }, (_, at) => store.recordsOf(uuid(at))[0]))
        seen.push(Array.from({ length: many }, (_, at) => store.recordsIn(uuid(at), uuid(9999))[0]))
      }
      return admit(each, store)
    }
    await ledger.append(token(), asking)
    const [first = [], ...others] = seen
    expect(first.map((record) => record?.sequence)).toEqual(first.map((_, at) => at))
    for (const other of others) expect(other.every((record, at) => record === first[at])).toBe(true)
  })

  it('[DAG-PARENT-EXISTS] in a store for judging a record stays one object, whatever is recorded meanwhile', async () => {
    const { ledger, entries } = await filledLedger()
    const store = await ledger.storeFor()
    const [before] = store.recordsOf(uuid(0))
    await collect(ledger.entries())
    for (let times = 0; times < many; times++) await ledger.append(token(), admit)
    expect(before).toMatchObject({ sequence: 0, task: { taskId: entries[0]?.taskId } })
    expect(store.recordsOf(uuid(0))[0]).toBe(before)
    expect(store.recordsIn(uuid(0), uuid(9999))[0]).toBe(before)
    expect((await ledger.storeFor()).recordsOf(uuid(0))[0]).not.toBe(before)
  })
})

it('[LEDGER-TAMPER] a token that cannot be read again is no record any more, and is not passed over', () => {
  const records = new MemoryRecords('uuid', () => undefined)
  for (let sequence = 0; sequence < many; sequence++) {
    const { compact } = token({ tid: uuid(sequence) })
    records.add(restoreRecord({ sequence, compact, verifiedAt: 1, storedAt: 1, parents: [] }, 'uuid'))
  }
  expect([records.size, records.at(many - 1)?.sequence, records.at(0)]).toEqual([many, many - 1, undefined])
  expect(refusalOfCheck(() => records.view().recordsOf(uuid(0)))).toMatchObject({ code: 'ECT_LEDGER_DAMAGED' })
})

it('[LEDGER-LOOK-UP] tasks that share their id are kept as objects: their tokens are not read again for each look-up', () => {
  const tokens: string[] = []
  let reads = 0
  const records = new MemoryRecords('uuid', (sequence) => {
    reads++
    return tokens[sequence]
  })
  const add = (claims: Parameters<typeof token>[0]): void => {
    const sequence = tokens.length
    const { compact } = token(claims)
    tokens.push(compact)
    records.add(restoreRecord({ sequence, compact, verifiedAt: 1, storedAt: 1, parents: [] }, 'uuid'))
  }
  const others = (): void => {
    for (let n = 0; n < many; n++) add({ tid: uuid(tokens.length) })
  }
  add({ tid: uuid(5000), wid: uuid(9000) })
  others()
  for (let n = 1; n < 10; n++) add({ tid: uuid(5000), wid: uuid(9000 + n) })
  others()
  const before = reads
  const found = records.view().recordsOf(uuid(5000))
  expect(found.map(({ sequence }) => sequence)).toEqual([0, ...Array.from({ length: 9 }, (_, n) => many + 1 + n)])
  expect(records.view().recordsIn(uuid(5000), uuid(9000))).toEqual(found.slice(0, 1))
  expect(records.at(0)).toBe(found[0])
  expect(reads).toBe(before)
})

it('[LEDGER-LOOK-UP] of a workflow or an agent without entries there is no sequence', () => {
  const records = new MemoryRecords('uuid', () => undefined)
  expect([records.inWorkflow(uuid(1)), records.ofAgent(alice.agent)]).toEqual([[], []])
})
