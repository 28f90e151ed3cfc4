import type { Revision, Task } from '@wimse-ect/claims'
import { describe, expect, it } from 'vitest'
import { admit } from '../src/admit.ts'
import type { DagOptions } from '../src/dag-options.ts'
import { buildGraph } from '../src/graph.ts'
import { inspect } from '../src/inspect.ts'
import { listed, refusal } from './refusal.ts'
import { ledgerOf, ledgerRecords, taskIn, verified } from './tasks.ts'

const of = (revision: Revision, id: string, parents: readonly string[] = [], workflow?: string, more = {}): Task =>
  taskIn(workflow, id, parents, { revision, ...more })

const admitting = (child: Task, recorded: readonly Task[], options?: DagOptions) =>
  refusal(() => admit(verified(child), ledgerOf(...recorded), options))

const mixing = { mixedRevisions: true }

describe('several revisions in one store', () => {
  it('[REVISION-MIXED] a parent is of the same revision unless the caller mixes them', () => {
    const [parent, child] = [of('ect-00', 'p'), of('ect-01', 'c', ['p'])]
    expect(admitting(child, [parent])).toEqual(['ECT_DAG_PARENT_REVISION', 'pred[0]'])
    expect(admitting(child, [parent], mixing)).toBe('accepted')
    expect(admitting(of('ect-00', 'c', ['p']), [of('ect-01', 'p')])).toEqual(['ECT_DAG_PARENT_REVISION', 'par[0]'])
    expect(admitting(of('ect-00', 'c', ['p']), [parent])).toBe('accepted')
  })

  it.each([{}, mixing])(
    '[REVISION-TASK-ID] [REVISION-UNIQUENESS] a tid and a jti of one text are two tasks (%j)',
    (options) => {
      const byTid = of('execution-context-00', 'x')
      const byJti = of('ect-01', 'x')
      expect(admitting(byJti, [byTid], options)).toBe('accepted')
      expect(admitting(byTid, [byJti], options)).toBe('accepted')
      expect(admitting(of('ect-00', 'x'), [byJti], options)).toEqual(['ECT_DAG_TASK_EXISTS', undefined])
    },
  )

  it.each([undefined, 'w'])(
    '[REVISION-TASK-ID] and neither provides a parent to the other (workflow %s)',
    (workflow) => {
      const byTid = of('execution-context-00', 'x', [], workflow)
      const byJti = of('ect-01', 'x', [], workflow)
      const missing = ['ECT_DAG_PARENT_MISSING', 'pred[0]']
      expect(admitting(of('ect-01', 'c', ['x'], workflow), [byTid], mixing)).toEqual(missing)
      const admitted = admit(verified(of('ect-01', 'c', ['x'], workflow)), ledgerOf(byTid, byJti), mixing)
      expect(admitted.parents.map(({ task }) => task.revision)).toEqual(['ect-01'])
    },
  )

  it('[REVISION-MIXED] a whole graph is judged alike, and has edges between revisions', () => {
    const records = ledgerRecords([of('ect-00', 'p'), of('execution-context-00', 'p'), of('ect-01', 'c', ['p'])])
    expect(listed(inspect(records))).toEqual([['c', 'ECT_DAG_PARENT_REVISION', 'pred[0]']])
    expect(listed(inspect(records, mixing))).toEqual([])
    const graph = buildGraph(records)
    expect(graph.parentsOf(graph.records[2] as (typeof graph.records)[number])).toEqual([graph.records[0]])
  })
})

describe('the workflow of ect-01', () => {
  const elsewhere = ['ECT_DAG_PARENT_WORKFLOW', 'pred[0]']

  it('[REVISION-WORKFLOW] child and parents share it', () => {
    expect(admitting(of('ect-01', 'c', ['p'], 'w'), [of('ect-01', 'p', [], 'w')])).toBe('accepted')
    expect(admitting(of('ect-01', 'c', ['p']), [of('ect-01', 'p')])).toBe('accepted')
    expect(admitting(of('ect-01', 'c', ['p'], 'w'), [of('ect-01', 'p')])).toEqual(elsewhere)
    expect(admitting(of('ect-01', 'c', ['p']), [of('ect-01', 'p', [], 'w')])).toEqual(elsewhere)
  })

  it('[REVISION-WORKFLOW] no option changes that', () => {
    const options = { crossWorkflowParents: true, mixedRevisions: true }
    expect(admitting(of('ect-01', 'c', ['p'], 'w'), [of('ect-01', 'p', [], 'v')], options)).toEqual(elsewhere)
    expect(admitting(of('ect-01', 'c', ['p'], 'w'), [of('ect-00', 'p')], options)).toEqual(elsewhere)
  })

  it('[REVISION-WORKFLOW] other revisions have no such rule', () => {
    for (const revision of ['execution-context-00', 'ect-00'] as const) {
      expect(admitting(of(revision, 'c', ['p'], 'w'), [of(revision, 'p')])).toBe('accepted')
    }
  })

  it('[DAG-ORDER] it is judged after the parent is known and before its time', () => {
    const late = of('ect-01', 'p', [], 'v', { issuedAt: 1_772_000_100 })
    const child = of('ect-01', 'c', ['q', 'p'], 'w')
    expect(admitting(child, [late], { crossWorkflowParents: true })).toEqual(['ECT_DAG_PARENT_MISSING', 'pred[0]'])
    expect(admitting(of('ect-01', 'c', ['p'], 'w'), [late], { crossWorkflowParents: true })).toEqual(elsewhere)
  })
})

it('[REVISION-PARENT-POLICY] the decision of the companion draft holds in the later revisions', () => {
  for (const revision of ['ect-00', 'ect-01'] as const) {
    const rejected = of(revision, 'p', [], undefined, { decision: 'rejected' })
    const path = revision === 'ect-00' ? 'par[0]' : 'pred[0]'
    expect(admitting(of(revision, 'c', ['p']), [rejected])).toEqual(['ECT_DAG_PARENT_POLICY', path])
    expect(admitting(of(revision, 'c', ['p'], undefined, { action: 'rollback_build' }), [rejected])).toBe('accepted')
    expect(admitting(of(revision, 'c', ['q']), [of(revision, 'q', [], undefined, { decision: undefined })])).toBe(
      'accepted',
    )
  }
})
