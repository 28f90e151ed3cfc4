import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TaskIndex } from '../src/task-index.ts'
import { recordsOf, storeOf, taskIn } from './tasks.ts'

const taskIds = ['p', 'q', 'r'] as const
const workflowIds = ['w1', 'w2', undefined] as const

describe('TaskIndex', () => {
  it('[DAG-UNIQUE-OTHER-WORKFLOW] holds one record of an id, then more, each in its workflow', () => {
    const [first, second, third] = recordsOf([taskIn('w1', 'p'), taskIn(undefined, 'p'), taskIn('w1', 'p')])
    const index = new TaskIndex()
    const added = []
    for (const record of [first, second, third]) {
      if (record === undefined) throw new TypeError('there are three')
      index.add(record)
      added.push(record)
      expect(index.recordsOf('p')).toEqual(added)
    }
    expect(index.recordsIn('p', 'w1')).toEqual([first, third])
    expect(index.recordsIn('p', undefined)).toEqual([second])
    expect(index.recordsIn('p', 'w2')).toEqual([])
  })

  it('gives what a search through all records would give, in the order in which they were added', () => {
    const someTask = fc.tuple(fc.constantFrom(...workflowIds), fc.constantFrom(...taskIds))
    fc.assert(
      fc.property(fc.array(someTask, { maxLength: 12 }), (tasks) => {
        const records = recordsOf(tasks.map(([workflowId, taskId]) => taskIn(workflowId, taskId)))
        const [index, naive] = [new TaskIndex(), storeOf(records)]
        for (const record of records) index.add(record)
        for (const taskId of [...taskIds, 'x', '']) {
          expect(index.recordsOf(taskId)).toEqual(naive.recordsOf(taskId))
          for (const workflowId of [...workflowIds, 'x', '']) {
            expect(index.recordsIn(taskId, workflowId)).toEqual(naive.recordsIn(taskId, workflowId))
          }
        }
      }),
    )
  })
})
