import { expect, it } from 'vitest'
import { bob, laterToken, token, uuid } from '../../contract/tokens.ts'
import { StagedView } from '../../src/durable/staged-view.ts'
import { restoreRecord, type StoredRecord } from '../../src/durable/stored-record.ts'
import { TableStore } from './in-memory/table-store.ts'
import { Tables } from './in-memory/tables.ts'

/** A record of the task `uuid(1)`, in a workflow or in none. */
function record(sequence: number, wid?: string): StoredRecord {
  const { compact } = token({ tid: uuid(1), wid, jti: uuid(sequence + 50) })
  return restoreRecord({ sequence, compact, verifiedAt: 1, storedAt: 1, parents: [] }, 'uuid')
}

/** A view of what is committed and of what a batch adds. */
function viewOf(committed: readonly StoredRecord[], staged: readonly StoredRecord[]): StagedView {
  const tables = new Tables({ ids: 'uuid', maxLatenessSeconds: 0, logKey: null })
  tables.add(committed, [])
  const view = new StagedView(new TableStore(tables))
  for (const each of staged) view.add(each)
  return view
}

function sequences(records: readonly StoredRecord[]): number[] {
  return records.map(({ sequence }) => sequence)
}

it('[LEDGER-APPEND-MANY] a task id has the records that are committed, and then those of the batch', () => {
  const records = [record(0, uuid(7)), record(1, uuid(8)), record(2, uuid(9)), record(3)]
  for (let committed = 0; committed <= 4; committed++) {
    const view = viewOf(records.slice(0, committed), records.slice(committed))
    expect(sequences(view.recordsOf(uuid(1)))).toEqual([0, 1, 2, 3])
    expect(view.recordsOf(uuid(2))).toEqual([])
    expect(sequences(view.recordsIn(uuid(1), uuid(8)))).toEqual([1])
    expect(sequences(view.recordsIn(uuid(1), undefined))).toEqual([3])
    expect(view.recordsIn(uuid(1), uuid(6))).toEqual([])
    expect(view.recordsIn(uuid(2), uuid(8))).toEqual([])
    expect(sequences(view.staged)).toEqual([0, 1, 2, 3].slice(committed))
  }
})

it('[LEDGER-TASK-SCOPE] of many records with one task id each is found in its workflow', () => {
  const records = Array.from({ length: 12 }, (_, at) => record(at, uuid(100 + at)))
  const view = viewOf([], [])
  for (const [at, each] of records.entries()) {
    view.add(each)
    for (let other = 0; other <= at; other++)
      expect(view.recordsIn(uuid(1), uuid(100 + other))).toEqual([records[other]])
    expect(view.recordsIn(uuid(1), uuid(101 + at))).toEqual([])
    expect(view.recordsIn(uuid(1), undefined)).toEqual([])
    expect(view.recordsOf(uuid(1))).toHaveLength(at + 1)
  }
  view.unstage(10)
  expect(sequences(view.recordsIn(uuid(1), uuid(109)))).toEqual([9])
  expect(view.recordsIn(uuid(1), uuid(110))).toEqual([])
})

it('[REVISION-TASK-ID] a record of the other kind of ids in the batch hides none that is committed', () => {
  const { compact, task } = laterToken('ect-01', { jti: uuid(1), wid: uuid(7) })
  const later = restoreRecord({ sequence: 1, compact, verifiedAt: 1, storedAt: 1, parents: [] }, 'uuid')
  const own = record(0, uuid(7))
  const view = viewOf([own], [later])
  expect(sequences(view.recordsIn(uuid(1), uuid(7), own.task))).toEqual([0, 1])
  expect(sequences(view.recordsIn(uuid(1), uuid(7)))).toEqual([0, 1])
  expect(sequences(view.recordsIn(uuid(1), uuid(7), task))).toEqual([1])
})

it('[LEDGER-JTI-UNIQUE] a token is found by its issuer and its jti together', () => {
  const [committed, staged] = [record(0, uuid(7)), record(1, uuid(8))]
  const view = viewOf([committed], [staged])
  expect(view.recordOfToken(committed.task.agent, uuid(50))?.sequence).toBe(0)
  expect(view.recordOfToken(staged.task.agent, uuid(51))).toBe(staged)
  for (const jti of [uuid(50), uuid(51)]) expect(view.recordOfToken(bob.agent, jti)).toBeUndefined()
})

it('[LEDGER-ATOMIC] what is taken back is not found, and what stays is', () => {
  const records = [record(0, uuid(7)), record(1, uuid(8)), record(2, uuid(9))]
  const view = viewOf([], records)
  view.unstage(1)
  expect(sequences(view.recordsOf(uuid(1)))).toEqual([0])
  expect(sequences(view.recordsIn(uuid(1), uuid(7)))).toEqual([0])
  expect(view.recordsIn(uuid(1), uuid(8))).toEqual([])
  expect(view.recordOfToken(records[1]?.task.agent ?? '', uuid(51))).toBeUndefined()
})

it('[LEDGER-ATOMIC] a record of the batch is frozen, as those are that come out of the database', () => {
  const view = viewOf([], [])
  const staged = token({ tid: uuid(1) })
  const { entry } = record(0)
  view.stage(staged, entry)
  const { task, signingInput, header } = staged
  expect(view.staged).toEqual([{ task, sequence: 0, signingInput, kid: header.kid, entry }])
  expect(Object.isFrozen(view.staged[0])).toBe(true)
})
