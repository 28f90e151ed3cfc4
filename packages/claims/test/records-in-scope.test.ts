import { describe, expect, it } from 'vitest'
import { checkClaims, taskOf } from '../src/claim-rules.ts'
import { recordsInScope } from '../src/records-in-scope.ts'
import type { TaskRecord } from '../src/stages.ts'
import type { Task } from '../src/task.ts'
import { claimSource } from './tokens.ts'

const flow = '550e8400-e29b-41d4-a716-446655440010'
const otherFlow = '550e8400-e29b-41d4-a716-446655440011'

function taskIn(wid: string | undefined): Task {
  const source = claimSource({ wid })
  return taskOf(source, checkClaims(source))
}

const records: readonly TaskRecord[] = [flow, otherFlow, undefined].map((wid, sequence) => ({
  task: taskIn(wid),
  sequence,
}))
const { taskId } = taskIn(flow)

const store = {
  recordsOf: (id: string) => records.filter(({ task }) => task.taskId === id),
  recordsIn: (id: string, workflowId: string | undefined) =>
    records.filter(({ task }) => task.taskId === id && task.workflowId === workflowId),
}

const sequencesFor = (task: Task) =>
  recordsInScope(task, store)
    .map(({ sequence }) => sequence)
    .sort()

describe('recordsInScope', () => {
  it('[DAG-UNIQUE-WORKFLOW] finds the record of the own workflow, in whatever case that is written', () => {
    expect(sequencesFor(taskIn(flow))).toContain(0)
    expect(sequencesFor(taskIn(flow.toUpperCase()))).toContain(0)
  })

  it('[DAG-UNIQUE-NO-WORKFLOW] finds the record without a workflow, and for a task without one all of them', () => {
    expect(sequencesFor(taskIn(flow))).toContain(2)
    expect(sequencesFor(taskIn(undefined))).toEqual([0, 1, 2])
  })

  it('[DAG-UNIQUE-OTHER-WORKFLOW] finds no record of another workflow, and none of another task', () => {
    expect(sequencesFor(taskIn(flow))).toEqual([0, 2])
    expect(sequencesFor({ ...taskIn(flow), taskId: `${taskId}0` })).toEqual([])
  })
})
