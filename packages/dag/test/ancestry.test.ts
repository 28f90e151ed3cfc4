import type { EctStore, Task, TaskRecord } from '@wimse-ect/claims'
import { describe, expect, it } from 'vitest'
import { admit } from '../src/admit.ts'
import type { DagOptions } from '../src/dag-options.ts'
import { inlineStore } from '../src/inline-store.ts'
import { refusal } from './refusal.ts'
import { chain, ledgerOf, storeOf, task, taskIn, verified } from './tasks.ts'

/** What comes of a token whose parents, and perhaps more, came inline. */
function inline(token: Task, inlined: readonly Task[], options?: DagOptions): unknown {
  return refusal(() => admit(verified(token), inlineStore(inlined.map(verified)), options))
}

const cycle = ['ECT_DAG_CYCLE', undefined]
const limit = ['ECT_DAG_LIMIT', undefined]

describe('a walk over the ancestors', () => {
  it('[DAG-ACYCLIC] finds the token itself among them, near and far', () => {
    expect(inline(task('a', ['b']), [task('b', ['a'])])).toEqual(cycle)
    expect(inline(task('a', ['b']), [task('b', ['c', 'd']), task('c'), task('d', ['a'])])).toEqual(cycle)
    expect(inline(task('a', ['b']), [task('b', ['c', 'd']), task('c'), task('d', ['x'])])).toBe('accepted')
  })

  it('[DAG-ACYCLIC] tells the token from a task of the same id in another workflow', () => {
    const token = taskIn('w1', 'a', ['b'])
    expect(inline(token, [taskIn('w1', 'b', ['a'])])).toEqual(cycle)
    expect(inline(token, [task('b', ['a'])])).toEqual(cycle)
    expect(inline(token, [task('b', ['a']), taskIn('w2', 'a')])).toEqual(cycle)
    expect(inline(task('a', ['b']), [taskIn('w2', 'b', ['a'])])).toEqual(cycle)
  })

  it('[DAG-ACYCLIC] lets an ancestor of another workflow name its own task of that id', () => {
    const token = taskIn('w1', 'a', ['b'])
    const cross = { crossWorkflowParents: true }
    expect(inline(token, [taskIn('w2', 'b', ['a']), taskIn('w2', 'a')], cross)).toBe('accepted')
    expect(inline(token, [taskIn('w2', 'b', ['a'])], cross)).toEqual(cycle)
    expect(inline(token, [task('b', ['c']), taskIn('w2', 'c', ['a'])])).toBe('accepted')
  })

  it('[DAG-ACYCLIC] follows an ambiguous ancestor in every reading', () => {
    const versions = [taskIn('w1', 'c'), taskIn('w2', 'c', ['a'])]
    for (const order of [versions, versions.toReversed()]) {
      expect(inline(task('a', ['b']), [task('b', ['c']), ...order])).toEqual(cycle)
    }
    expect(inline(task('a', ['b']), [task('b', ['c']), taskIn('w1', 'c'), taskIn('w2', 'c')])).toBe('accepted')
  })

  it('[DAG-INLINE-ABSENT] ends at an ancestor that did not come', () => {
    expect(inline(task('a', ['b']), [task('b', ['absent'])])).toBe('accepted')
    expect(inline(taskIn('w1', 'a', ['b']), [taskIn('w1', 'b', ['c']), taskIn('w2', 'c', ['a'])])).toBe('accepted')
  })

  it('[DAG-LIMIT] takes exactly as many ancestors as the limit', () => {
    const records = chain(10)
    expect(inline(task('a', ['9']), records, { maxAncestors: 10 })).toBe('accepted')
    expect(inline(task('a', ['9']), [...records, task('other')], { maxAncestors: 10 })).toBe('accepted')
    expect(inline(task('a'), [], { maxAncestors: 0 })).toBe('accepted')
  })

  it('[DAG-LIMIT-REFUSES] refuses one more, and never waves it through', () => {
    expect(inline(task('a', ['9']), chain(10), { maxAncestors: 9 })).toEqual(limit)
    expect(inline(task('a', ['9']), chain(10, ['a']), { maxAncestors: 9 })).toEqual(limit)
    expect(inline(task('a', ['0']), chain(1), { maxAncestors: 0 })).toEqual(limit)
  })

  it('[DAG-LIMIT] is 10,000 by default', () => {
    expect(inline(task('a', ['9999']), chain(10_000))).toBe('accepted')
    expect(inline(task('a', ['10000']), chain(10_001))).toEqual(limit)
  })

  it('[DAG-LIMIT] finds a cycle at the limit', () => {
    expect(inline(task('a', ['9']), chain(10, ['a']), { maxAncestors: 10 })).toEqual(cycle)
  })

  it('[DAG-LIMIT] counts each ancestor once, however many paths lead to it', () => {
    // 60 layers of two, each task with both of the layer below as parents: 2^60 paths.
    const layers = Array.from({ length: 60 }, (_, layer) => {
      const below = layer === 0 ? [] : [`left-${layer - 1}`, `right-${layer - 1}`]
      return [task(`left-${layer}`, below), task(`right-${layer}`, below)]
    }).flat()
    const token = task('a', ['left-59', 'right-59'])
    expect(inline(token, layers, { maxAncestors: 120 })).toBe('accepted')
    expect(inline(token, layers, { maxAncestors: 119 })).toEqual(limit)
  })

  it('[DAG-WALK-ITERATIVE] overflows no stack on a chain of 100,000', { timeout: 60_000 }, () => {
    const long = { maxAncestors: 100_000 }
    expect(inline(task('a', ['99999']), chain(100_000), long)).toBe('accepted')
    expect(inline(task('a', ['99999']), chain(100_000, ['a']), long)).toEqual(cycle)
  })

  it('[DAG-LIMIT] ends though the records form a cycle among themselves, and does not blame the token for it', () => {
    const loop = [task('b', ['c']), task('c', ['d', 'c']), task('d', ['b'])]
    expect(inline(task('a', ['b']), loop)).toBe('accepted')
  })

  it('[DAG-LIMIT] ends, and refuses, when the store makes a new record for each answer', () => {
    const tasks = [task('b', ['c', 'd']), task('c', ['b']), task('d', ['b', 'c'])]
    const recordsOf = (taskId: string): readonly TaskRecord[] =>
      tasks.filter((each) => each.taskId === taskId).map((each) => ({ task: each, sequence: undefined }))
    const store = { recordsOf, recordsIn: recordsOf, parentsFirst: false }
    expect(refusal(() => admit(verified(task('a', ['b'])), store))[0]).toBe('ECT_DAG_LIMIT')
  })
})

describe('a store that takes parents first', () => {
  it('[DAG-ACYCLIC-LEDGER] is asked for the parents and the token itself, and for nothing beyond', () => {
    const asked = new Set<string>()
    const store = ledgerOf(task('root'), task('p', ['root']), task('q', ['p']))
    const spying: EctStore = {
      parentsFirst: true,
      recordsOf: (taskId) => store.recordsOf(asked.add(taskId) && taskId),
      recordsIn: (taskId, workflowId) => store.recordsIn(asked.add(taskId) && taskId, workflowId),
    }
    const token = verified(task('a', ['p', 'q']))
    expect(refusal(() => admit(token, spying, { maxAncestors: 0 }))).toBe('accepted')
    expect([...asked].sort()).toEqual(['a', 'p', 'q'])
  })

  it('[DAG-ACYCLIC-LEDGER] closes no cycle when two tokens name each other, whichever comes first', () => {
    const missing = ['ECT_DAG_PARENT_MISSING', 'par[0]']
    expect(refusal(() => admit(verified(task('a', ['b'])), storeOf([])))).toEqual(missing)
    expect(refusal(() => admit(verified(task('b', ['a'])), storeOf([])))).toEqual(missing)
  })
})
