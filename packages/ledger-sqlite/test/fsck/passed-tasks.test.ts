import { expect, it } from 'vitest'
import { uuid } from '../../../ledger/contract/tokens.ts'
import { PassedTasks } from '../../src/fsck/passed-tasks.ts'
import { indexKey } from '../../src/index-keys.ts'

it('[LEDGER-TASK-SCOPE] an entry is never taken for the first when there was one with its task id, however long ago', () => {
  const passed = new PassedTasks()
  const many = Array.from({ length: 40_000 }, (_, at) => uuid(at + 10))
  const mayBeRepeated = [uuid(1), ...many, uuid(1), many[0], many.at(-1)].map((id = '') => passed.pass(indexKey(id)))
  expect(mayBeRepeated.slice(-3)).toEqual([true, true, true])
  expect(mayBeRepeated[0]).toBe(false)
  // A filter may be wrong in the other direction, for few.
  expect(mayBeRepeated.filter((maybe) => !maybe).length).toBeGreaterThan(39_900)
})

it('an entry without a task id is not the first', () => {
  expect(new PassedTasks().pass(Number.NaN)).toBe(true)
})
