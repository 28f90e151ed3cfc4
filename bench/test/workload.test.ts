import { expect, it } from 'vitest'
import { Workload } from '../src/workload.ts'

it('every task but the first of a workflow is the child of the one before it there', () => {
  const last = new Map<string | undefined, string>()
  for (const { task } of new Workload().next(20_000)) {
    const parent = last.get(task.workflowId)
    expect(task.parents).toEqual(parent === undefined ? [] : [parent])
    last.set(task.workflowId, task.taskId)
  }
  expect(last.size).toBe(200)
})
