import { describe, expect, it } from 'vitest'
import { type GraphOptions, type GraphTask, judgeTask, Undecided } from '../../src/fresh/task-graph.ts'

const inline: GraphOptions = { mode: 'inline', crossWorkflowParents: false, maxAncestors: 10_000 }
const inLedger: GraphOptions = { ...inline, mode: 'ledger' }
const task = (id: string, parents: readonly string[] = [], changes: Partial<GraphTask> = {}): GraphTask => ({
  id,
  parents,
  workflow: undefined,
  issuedAt: 1000,
  decision: 'approved',
  action: 'review_spec',
  compensates: false,
  ...changes,
})
const verdict = (one: GraphTask, store: readonly GraphTask[], options = inline): unknown => {
  const outcome = judgeTask(one, store, options)
  return 'code' in outcome ? outcome.code : outcome.parents
}

/** The oracle is checked by hand: nothing else says that it is right. */
describe('the plain reading of the rules of the graph', () => {
  it('gives the parents in the order of the task', () => {
    expect(verdict(task('c', ['b', 'a']), [task('a'), task('b')])).toEqual([1, 0])
  })

  it('knows a task that names itself, a task that is there, and a parent that is not', () => {
    expect(verdict(task('a', ['a']), [])).toBe('ECT_DAG_CYCLE')
    expect(verdict(task('a'), [task('a')])).toBe('ECT_DAG_TASK_EXISTS')
    expect(verdict(task('a', [], { workflow: 'w' }), [task('a')])).toBe('ECT_DAG_TASK_EXISTS')
    expect(verdict(task('a', [], { workflow: 'w' }), [task('a', [], { workflow: 'v' })])).toEqual([])
    expect(verdict(task('a', ['b']), [])).toBe('ECT_DAG_PARENT_MISSING')
  })

  it('looks for parents in the own workflow, then outside of any, and elsewhere only when allowed', () => {
    const child = task('c', ['a'], { workflow: 'w' })
    const [own, free, other] = [task('a', [], { workflow: 'w' }), task('a'), task('a', [], { workflow: 'v' })]
    const third = task('a', [], { workflow: 'u' })
    const allowed = { ...inLedger, crossWorkflowParents: true }
    expect(verdict(child, [other, own], inLedger)).toEqual([1])
    expect(verdict(child, [free], inLedger)).toEqual([0])
    expect(verdict(child, [other], inLedger)).toBe('ECT_DAG_PARENT_MISSING')
    expect(verdict(child, [other], allowed)).toEqual([0])
    expect(verdict(child, [other, third], allowed)).toBe('ECT_DAG_PARENT_AMBIGUOUS')
    expect(verdict(task('c', ['a']), [other, third], inLedger)).toBe('ECT_DAG_PARENT_AMBIGUOUS')
  })

  it('lets a parent be 30 seconds later, and no more', () => {
    expect(verdict(task('b', ['a']), [task('a', [], { issuedAt: 1030 })])).toEqual([0])
    expect(verdict(task('b', ['a']), [task('a', [], { issuedAt: 1031 })])).toBe('ECT_DAG_PARENT_TIME')
  })

  it('walks tokens that came along, and not a ledger', () => {
    const chain = [task('a'), task('b', ['a']), task('c', ['b'])]
    expect(verdict(task('d', ['c']), chain, { ...inline, maxAncestors: 3 })).toEqual([2])
    expect(verdict(task('d', ['c']), chain, { ...inline, maxAncestors: 2 })).toBe('ECT_DAG_LIMIT')
    expect(verdict(task('d', ['c']), chain, { ...inLedger, maxAncestors: 2 })).toEqual([2])
    expect(verdict(task('d', ['a']), [task('a', ['b']), task('b', ['d'])])).toBe('ECT_DAG_CYCLE')
    expect(verdict(task('d', ['a']), [task('a', ['nowhere'])])).toEqual([0])
  })

  it('says nothing of a cycle beyond the limit', () => {
    const ring = [task('a', ['b']), task('b', ['d'])]
    expect(() => judgeTask(task('d', ['a']), ring, { ...inline, maxAncestors: 1 })).toThrow(Undecided)
  })

  it('lets only a remedy follow a parent that is not approved', () => {
    const store = [task('a', [], { decision: 'rejected' })]
    expect(verdict(task('b', ['a']), store)).toBe('ECT_DAG_PARENT_POLICY')
    expect(verdict(task('b', ['a'], { compensates: true }), store)).toEqual([0])
    for (const action of ['rollback', 'rollback_x', 'human_review/x'])
      expect(verdict(task('b', ['a'], { action }), store)).toEqual([0])
    for (const action of ['rollbacks', 'Rollback', 'my_rollback', 'rollback x'])
      expect(verdict(task('b', ['a'], { action }), store)).toBe('ECT_DAG_PARENT_POLICY')
  })
})
