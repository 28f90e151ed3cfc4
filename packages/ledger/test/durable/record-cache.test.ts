import { expect, it } from 'vitest'
import { laterToken, token, uuid } from '../../contract/tokens.ts'
import { RecordCache } from '../../src/durable/record-cache.ts'
import { restoreRecord, type StoredRecord } from '../../src/durable/stored-record.ts'

function record(sequence: number, wid?: string): StoredRecord {
  const { compact } = token({ tid: uuid(sequence), wid })
  return restoreRecord({ sequence, compact, verifiedAt: 1, storedAt: 1, parents: [] }, 'uuid')
}

function held(cache: RecordCache, records: readonly StoredRecord[]): number[] {
  return records.filter((each) => cache.get(each.sequence) === each).map(({ sequence }) => sequence)
}

it('[LEDGER-TASK-SCOPE] a record is found by its sequence and in its scope, and in no other', () => {
  const cache = new RecordCache()
  const [own, free] = [record(1, uuid(9)), record(2)]
  cache.add(own)
  cache.add(free)
  expect(cache.get(1)).toBe(own)
  expect(cache.getInScope(uuid(1), uuid(9), own.task)).toBe(own)
  expect(cache.getInScope(uuid(1), undefined, own.task)).toBeUndefined()
  expect(cache.getInScope(uuid(2), undefined, own.task)).toBe(free)
  expect(cache.getInScope(uuid(2), uuid(9), own.task)).toBeUndefined()
})

it('[REVISION-TASK-ID] and not by a task that names others by another claim', () => {
  const cache = new RecordCache()
  const own = record(1)
  cache.add(own)
  const { task } = laterToken('ect-01')
  expect(cache.getInScope(uuid(1), undefined, own.task)).toBe(own)
  expect(cache.getInScope(uuid(1), undefined, task)).toBeUndefined()
})

it('[LEDGER-TASK-SCOPE] of tasks with one id in several workflows the last one is found, and no other for it', () => {
  const cache = new RecordCache(4)
  const inWorkflow = (sequence: number, wid: string): StoredRecord => {
    const { compact } = token({ tid: uuid(1), wid })
    return restoreRecord({ sequence, compact, verifiedAt: 1, storedAt: 1, parents: [] }, 'uuid')
  }
  const [one, other] = [inWorkflow(1, uuid(8)), inWorkflow(2, uuid(9))]
  cache.add(one)
  cache.add(other)
  expect(cache.getInScope(uuid(1), uuid(9), one.task)).toBe(other)
  expect(cache.getInScope(uuid(1), uuid(8), one.task)).toBeUndefined()
  // The third begins a new generation; what the old one has is found still.
  const third = inWorkflow(3, uuid(8))
  cache.add(third)
  expect(cache.getInScope(uuid(1), uuid(8), one.task)).toBe(third)
  expect(cache.getInScope(uuid(1), uuid(9), one.task)).toBe(other)
})

it('it holds so many records at most, and at least the later half of them', () => {
  const cache = new RecordCache(10)
  const records = Array.from({ length: 33 }, (_, at) => record(at))
  for (const each of records) cache.add(each)
  expect(held(cache, records)).toEqual([25, 26, 27, 28, 29, 30, 31, 32])
  expect(records.filter(({ task }) => cache.getInScope(task.taskId, undefined, task) !== undefined)).toHaveLength(8)
})

it('nor more than so many characters of tokens', () => {
  const records = Array.from({ length: 20 }, (_, at) => record(at))
  const cache = new RecordCache(1000, 4 * (records[0]?.entry.compact.length ?? 0))
  for (const each of records) cache.add(each)
  expect(held(cache, records)).toEqual([16, 17, 18, 19])
})

it('a record that is added again stays the object it was', () => {
  const cache = new RecordCache()
  const first = record(1)
  cache.add(first)
  cache.add(record(1))
  expect(cache.get(1)).toBe(first)
})
