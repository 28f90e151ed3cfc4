import type { FoundEntry } from '@wimse-ect/ledger/durable'
import { expect, it } from 'vitest'
import { uuid } from '../../../ledger/contract/tokens.ts'
import { PassedTasks } from '../../src/fsck/passed-tasks.ts'
import { IndexKeys } from '../../src/index-keys.ts'

function entryAt(sequence?: number): FoundEntry {
  const indexes = { task_id: undefined, workflow_id: undefined, token_id: undefined, agent: undefined }
  return { sequence, stored: undefined, indexes }
}

/** Passes entries with these task ids, from sequence 0 on. */
function passing(taskIds: readonly (string | undefined)[]) {
  const passed = new PassedTasks(new IndexKeys())
  const entries = taskIds.map((taskId, sequence) => {
    const entry = entryAt(sequence)
    passed.add(entry, taskId)
    return entry
  })
  return { passed, entries }
}

it('[LEDGER-TASK-SCOPE] an entry is never taken for the first when there was one with its task id, however long ago', () => {
  const many = Array.from({ length: 40_000 }, (_, at) => uuid(at + 10))
  const { passed, entries } = passing([uuid(1), ...many, uuid(1), many[0], many.at(-1)])
  expect(entries.slice(-3).map((entry) => passed.isFirst(entry))).toEqual([false, false, false])
  expect(passed.isFirst(entries[0] ?? entryAt())).toBe(true)
  // A filter may be wrong in the other direction, for few.
  expect(entries.filter((entry) => passed.isFirst(entry)).length).toBeGreaterThan(39_900)
})

it('an entry without a task id is not the first, nor is one that has not passed', () => {
  const { passed, entries } = passing([undefined])
  expect([...entries, entryAt(1)].map((entry) => passed.isFirst(entry))).toEqual([false, false])
})

it('the task ids of the last entries are kept, also that there is none', () => {
  const { passed } = passing([...Array.from({ length: 20_000 }, (_, at) => uuid(at)), undefined])
  expect([passed.has(20_000), passed.taskIdAt(20_000)]).toEqual([true, undefined])
  expect([passed.has(19_999), passed.taskIdAt(19_999)]).toEqual([true, uuid(19_999)])
  expect(passed.has(20_001)).toBe(false)
  expect(passed.has(0)).toBe(false)
})
