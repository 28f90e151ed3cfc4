import { describe, expect, it } from 'vitest'
import { admit } from '../src/admit.ts'
import type { DagOptions } from '../src/dag-options.ts'
import { inlineStore } from '../src/inline-store.ts'
import { refusal } from './refusal.ts'
import { ledgerOf, mallory, task, taskIn, verified } from './tasks.ts'

const exists = ['ECT_DAG_TASK_EXISTS', undefined]
const missing = ['ECT_DAG_PARENT_MISSING', 'par[0]']
const ambiguous = ['ECT_DAG_PARENT_AMBIGUOUS', 'par[0]']
const crossing = { crossWorkflowParents: true }

type Tasks = readonly ReturnType<typeof task>[]

/** Refusal, or the workflow of the one parent taken. */
function parentOf(child: ReturnType<typeof task>, recorded: Tasks, options?: DagOptions): unknown {
  const outcome = refusal(() => admit(verified(child), ledgerOf(...recorded), options))
  if (outcome !== 'accepted') return outcome
  return admit(verified(child), ledgerOf(...recorded), options).parents.map((parent) => parent.task.workflowId)
}

describe('uniqueness', () => {
  const admitting = (token: ReturnType<typeof task>, recorded: ReturnType<typeof task>): unknown =>
    refusal(() => admit(verified(token), ledgerOf(recorded)))

  it('[DAG-UNIQUE-WORKFLOW] refuses an id that its workflow has', () => {
    expect(admitting(taskIn('w1', 'a'), taskIn('w1', 'a'))).toEqual(exists)
  })

  it('[DAG-UNIQUE-NO-WORKFLOW] refuses an id when either task has no workflow', () => {
    expect(admitting(task('a'), task('a'))).toEqual(exists)
    expect(admitting(taskIn('w1', 'a'), task('a'))).toEqual(exists)
    expect(admitting(task('a'), taskIn('w1', 'a'))).toEqual(exists)
  })

  it('[DAG-UNIQUE-OTHER-WORKFLOW] lets mallory squat on an id in her own workflow only', () => {
    const squatted = taskIn('w2', 'a', [], { agent: mallory })
    expect(admitting(taskIn('w1', 'a'), squatted)).toBe('accepted')
    expect(admitting(taskIn('w1', 'a'), taskIn('w1', 'b'))).toBe('accepted')
  })

  it('[DAG-UNIQUE-WORKFLOW] counts the same token again as a conflict', () => {
    const token = verified(task('a'))
    expect(refusal(() => admit(token, inlineStore([token])))).toEqual(exists)
  })
})

describe('the parent of a child with a workflow', () => {
  const child = taskIn('w1', 'child', ['p'])

  it('[DAG-PARENT-EXISTS] must be recorded', () => {
    expect(parentOf(child, [])).toEqual(missing)
    expect(parentOf(child, [taskIn('w1', 'q')])).toEqual(missing)
  })

  it('[DAG-PARENT-OWN-WORKFLOW] is the one of its own workflow', () => {
    expect(parentOf(child, [taskIn('w2', 'p'), taskIn('w1', 'p')])).toEqual(['w1'])
    expect(parentOf(child, [taskIn('w2', 'p'), taskIn('w1', 'p')], crossing)).toEqual(['w1'])
  })

  it('[DAG-PARENT-OWN-WORKFLOW] is the one of its own workflow even beside one without', () => {
    expect(parentOf(child, [task('p'), taskIn('w1', 'p')])).toEqual(['w1'])
  })

  it('[DAG-PARENT-NO-WORKFLOW] else is the one without a workflow', () => {
    expect(parentOf(child, [task('p')])).toEqual([undefined])
    expect(parentOf(child, [taskIn('w2', 'p'), task('p')], crossing)).toEqual([undefined])
  })

  it('[DAG-PARENT-OTHER-WORKFLOW] is never one of another workflow by default', () => {
    expect(parentOf(child, [taskIn('w2', 'p')])).toEqual(missing)
    expect(parentOf(child, [taskIn('w2', 'p')], { crossWorkflowParents: false })).toEqual(missing)
  })

  it('[DAG-PARENT-CROSS-SINGLE] may be the single one of another workflow when the caller says so', () => {
    expect(parentOf(child, [taskIn('w2', 'p')], crossing)).toEqual(['w2'])
    expect(parentOf(child, [taskIn('w2', 'p'), taskIn('w3', 'p')], crossing)).toEqual(ambiguous)
  })

  it('[DAG-PARENT-AMBIGUOUS] is not for mallory to choose where two versions of it came inline', () => {
    const versions = [taskIn('w1', 'p', [], { decision: 'rejected' }), taskIn('w1', 'p', [], { tokenId: 'other' })]
    expect(parentOf(child, versions)).toEqual(ambiguous)
    expect(parentOf(child, [...versions, task('p')])).toEqual(ambiguous)
    expect(parentOf(child, [task('p'), task('p', [], { tokenId: 'other' })])).toEqual(ambiguous)
  })
})

describe('the parent of a child without a workflow', () => {
  const child = task('child', ['p'])

  it('[DAG-CHILD-NO-WORKFLOW] is the single record of that id, whatever its workflow', () => {
    expect(parentOf(child, [task('p')])).toEqual([undefined])
    expect(parentOf(child, [taskIn('w2', 'p')])).toEqual(['w2'])
    expect(parentOf(child, [])).toEqual(missing)
  })

  it('[DAG-PARENT-AMBIGUOUS] is ambiguous when several have that id', () => {
    const several = [taskIn('w1', 'p'), taskIn('w2', 'p')]
    expect(parentOf(child, several)).toEqual(ambiguous)
    expect(parentOf(child, several, crossing)).toEqual(ambiguous)
    expect(parentOf(child, [taskIn('w1', 'p'), task('p')])).toEqual(ambiguous)
  })
})
