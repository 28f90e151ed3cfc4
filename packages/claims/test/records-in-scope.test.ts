import { describe, expect, it } from 'vitest'
import { checkClaims, taskOf } from '../src/claim-rules.ts'
import { idNameOf, recordsInScope, withIdsOf } from '../src/records-in-scope.ts'
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

describe('withIdsOf', () => {
  const of = (revision: Task['revision']): TaskRecord => ({ task: { ...taskIn(flow), revision }, sequence: 0 })
  const [byTid, byJti, byJtiToo] = [of('execution-context-00'), of('ect-00'), of('ect-01')]

  it('[REVISION-TASK-ID] tid names a task of execution-context-00, jti one of the later revisions', () => {
    expect([byTid, byJti, byJtiToo].map(({ task }) => idNameOf(task))).toEqual(['tid', 'jti', 'jti'])
  })

  it('[REVISION-TASK-ID] keeps the records whose id is of the same kind as the ids of the task', () => {
    const records = [byJti, byTid, byJtiToo]
    expect(withIdsOf(byTid.task, records)).toEqual([byTid])
    expect(withIdsOf(byJti.task, records)).toEqual([byJti, byJtiToo])
    expect(withIdsOf(byTid.task, [byJti])).toEqual([])
    expect(withIdsOf(byTid.task, [byTid])).toEqual([byTid])
    expect(withIdsOf(byTid.task, [])).toEqual([])
  })

  it.each([flow, undefined])('[REVISION-UNIQUENESS] none of the other kind is in scope (workflow %s)', (wid) => {
    const other: Task = { ...taskIn(wid), revision: 'ect-01' }
    expect(sequencesFor(other)).toEqual([])
  })

  it('[REVISION-TASK-ID] the store is told on whose behalf it is asked', () => {
    const asked: unknown[] = []
    const recordsIn = (...query: unknown[]) => {
      asked.push(query)
      return []
    }
    recordsInScope(taskIn(flow), { ...store, recordsIn })
    expect(asked).toEqual([undefined, flow].map((workflow) => [taskId, workflow, taskIn(flow)]))
  })
})
