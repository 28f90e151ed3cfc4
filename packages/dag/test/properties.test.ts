import type { PolicyDecision, Task } from '@wimse-ect/claims'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { admit } from '../src/admit.ts'
import { inspect } from '../src/inspect.ts'
import { ancestors, descendants } from '../src/reach.ts'
import { topologicalOrder } from '../src/topological-order.ts'
import { allAncestors, meant, verdicts } from './oracle.ts'
import { listed, refusal } from './refusal.ts'
import { ledgerRecords, now, recordsOf, storeOf, taskIn, verified } from './tasks.ts'

const runs = { numRuns: 500 }
const ids = ['a', 'b', 'c', 'd', 'e']

/** Any task of a small world, in which ids clash, parents are missing and cycles close. */
const anyTask: fc.Arbitrary<Task> = fc
  .record({
    taskId: fc.constantFrom(...ids),
    workflowId: fc.constantFrom(undefined, undefined, 'w1', 'w2', 'w3'),
    parents: fc.uniqueArray(fc.constantFrom(...ids), { maxLength: 3 }),
    issuedAt: fc.constantFrom(now, now, now + 30, now + 31),
    decision: fc.constantFrom<PolicyDecision>('approved', 'approved', 'rejected', 'pending_human_review'),
    compensation: fc.boolean(),
  })
  .map(({ taskId, workflowId, parents, ...changes }) => taskIn(workflowId, taskId, parents, changes))

const anyTasks = fc.array(anyTask, { maxLength: 7 })

/** Tasks with an id of their own each and any parents among them. */
const anyGraph = fc.integer({ min: 1, max: 8 }).chain((size) => {
  const names = Array.from({ length: size }, (_, index) => `t${index}`)
  return fc.tuple(...names.map((name) => parentsAmong(names).map((parents) => taskIn('w1', name, parents))))
})

/** The same, with parents among earlier ones only, and told in any order. */
const anyDag = fc
  .integer({ min: 1, max: 30 })
  .chain((size) => {
    const names = Array.from({ length: size }, (_, index) => `t${index}`)
    return fc.tuple(
      ...names.map((name, index) => parentsAmong(names.slice(0, index)).map((parents) => taskIn('w1', name, parents))),
    )
  })
  .chain((tasks) => fc.shuffledSubarray([...tasks], { minLength: tasks.length }))

function parentsAmong(names: readonly string[]): fc.Arbitrary<readonly string[]> {
  return fc.uniqueArray(fc.constantFrom(...(names.length === 0 ? ['none'] : names)), {
    maxLength: Math.min(3, names.length),
  })
}

describe('admit', () => {
  it('[DAG-ORDER] agrees with the oracle on any token and any store', () => {
    const property = fc.property(anyTask, anyTasks, fc.boolean(), fc.boolean(), (token, before, walk, cross) => {
      const store = storeOf(recordsOf(before), !walk)
      const [expected] = verdicts(token, { before, walk, crossWorkflowParents: cross })
      const outcome = refusal(() => admit(verified(token), store, { crossWorkflowParents: cross }))
      expect(outcome).toEqual(expected ?? 'accepted')
    })
    fc.assert(property, { numRuns: 3000 })
  })
})

describe('inspect', () => {
  it('[DAG-ORDER] agrees with the oracle on any ledger, and so with admit on each of its records', () => {
    const property = fc.property(anyTasks, fc.boolean(), (tasks, crossWorkflowParents) => {
      const issues = inspect(ledgerRecords(tasks), { crossWorkflowParents })
      const expected = tasks.flatMap((task, index) =>
        verdicts(task, { before: tasks.slice(0, index), walk: false, crossWorkflowParents }).map((verdict) => [
          task.taskId,
          ...verdict,
        ]),
      )
      expect(listed(issues)).toEqual(expected)
    })
    fc.assert(property, runs)
  })

  it('[DAG-ACYCLIC] agrees with the oracle on which tasks of any graph are on cycles', () => {
    const property = fc.property(anyGraph, (tasks) => {
      const world = { before: tasks, walk: true, crossWorkflowParents: false }
      const others = (of: Task): readonly Task[] =>
        of.parents.flatMap((parentId) => meant(of, parentId, world)).filter((parent) => parent !== of)
      const cyclic = listed(inspect(recordsOf(tasks))).filter(([, code, path]) => code === 'ECT_DAG_CYCLE' && !path)
      const expected = tasks.filter((task) => allAncestors(task, others).has(task))
      expect(cyclic.map(([taskId]) => taskId)).toEqual(expected.map(({ taskId }) => taskId))
    })
    fc.assert(property, runs)
  })

  it('says the same of a graph without sequences in whatever order it comes', () => {
    const inTwoOrders = anyTasks.chain((tasks) =>
      fc.tuple(fc.constant(recordsOf(tasks)), fc.shuffledSubarray([...tasks.keys()], { minLength: tasks.length })),
    )
    const property = fc.property(inTwoOrders, ([records, order]) => {
      const shuffled = order.flatMap((index) => records[index] ?? [])
      const sorted = (issues: ReturnType<typeof inspect>): unknown =>
        records.map((record) => listed(issues.filter((issue) => issue.record === record)))
      expect(sorted(inspect(shuffled))).toEqual(sorted(inspect(records)))
    })
    fc.assert(property, runs)
  })

  it('finds nothing wrong with any DAG in any order', () => {
    fc.assert(
      fc.property(anyDag, (tasks) => {
        expect(inspect(recordsOf(tasks))).toEqual([])
      }),
      runs,
    )
  })
})

describe('topologicalOrder', () => {
  it('puts the tasks of any DAG in an order in which each is admitted after the others', () => {
    const property = fc.property(anyDag, (tasks) => {
      const order = topologicalOrder(recordsOf(tasks))
      expect(order).toHaveLength(tasks.length)
      order.forEach(({ task }, place) => {
        expect(refusal(() => admit(verified(task), storeOf(order.slice(0, place))))).toBe('accepted')
      })
      expect(topologicalOrder(order)).toEqual(order)
    })
    fc.assert(property, { numRuns: 100 })
  })

  it('[DAG-ACYCLIC] exists exactly when no task is its own ancestor, and else names one that is', () => {
    const property = fc.property(anyGraph, (tasks) => {
      const world = { before: tasks, walk: true, crossWorkflowParents: false }
      const parentsOf = (of: Task): readonly Task[] => of.parents.flatMap((parentId) => meant(of, parentId, world))
      const cyclic = tasks.filter((task) => allAncestors(task, parentsOf).has(task)).map(({ taskId }) => taskId)
      const order = (): unknown => topologicalOrder(recordsOf(tasks))
      if (cyclic.length === 0) expect(order()).toHaveLength(tasks.length)
      else expect(order).toThrow(expect.objectContaining({ taskId: expect.toBeOneOf(cyclic) }))
    })
    fc.assert(property, runs)
  })
})

describe('ancestors and descendants', () => {
  it('agree with the oracle on any graph, and with each other', () => {
    const property = fc.property(anyGraph, (tasks) => {
      const records = recordsOf(tasks)
      const world = { before: tasks, walk: true, crossWorkflowParents: false }
      const parentsOf = (of: Task): readonly Task[] => of.parents.flatMap((parentId) => meant(of, parentId, world))
      const found = records.map((record) => new Set(ancestors(record, records).map(({ task }) => task)))
      expect(found).toEqual(tasks.map((task) => allAncestors(task, parentsOf)))
      const below = records.map((record) => new Set(descendants(record, records).map(({ task }) => task)))
      expect(below).toEqual(tasks.map((task) => new Set(tasks.filter((_, index) => found[index]?.has(task)))))
    })
    fc.assert(property, runs)
  })
})
