import type { Revision } from '@wimse-ect/claims'
import { expect, it } from 'vitest'
import { inspect } from '../src/inspect.ts'
import { listed } from './refusal.ts'
import { ledgerRecords, taskIn } from './tasks.ts'

const of = (revision: Revision, id: string, parents: readonly string[] = [], workflow?: string, more = {}) =>
  taskIn(workflow, id, parents, { revision, ...more })

it.each(['execution-context-00', 'ect-00'] as const)(
  '[REVISION-WORKFLOW] a rule for which a revision cites no section is not in force (%s)',
  (revision) => {
    expect(listed(inspect(ledgerRecords([of(revision, 'p'), of(revision, 'c', ['p'], 'w')])))).toEqual([])
  },
)

it.each([
  ['execution-context-00', '6', '6'],
  ['ect-00', 'DAG validation', 'policy companion'],
  ['ect-01', 'DAG validation', 'policy companion'],
] as const)(
  '[REVISION-PARENT-POLICY] an error has the section that %s cites for its rule',
  (revision, draft, policy) => {
    const late = { decision: 'rejected', issuedAt: 1_772_000_100 } as const
    const tasks = [of(revision, 'p', [], undefined, late), of(revision, 'q', [], undefined, late)]
    const child = of(revision, 'p', ['p', 'x', 'q'], undefined, { issuedAt: 1_772_000_000 })
    const sections = inspect(ledgerRecords([...tasks, child])).map(({ error }) => [error.code, error.section])
    expect(Object.fromEntries(sections)).toEqual({
      ECT_DAG_CYCLE: draft,
      ECT_DAG_TASK_EXISTS: draft,
      ECT_DAG_PARENT_MISSING: draft,
      ECT_DAG_PARENT_TIME: draft,
      ECT_DAG_PARENT_POLICY: policy,
    })
  },
)

it('[REVISION-WORKFLOW] an error of the rule that ect-01 alone has names its section', () => {
  const [issue] = inspect(ledgerRecords([of('ect-01', 'p'), of('ect-01', 'c', ['p'], 'w')]))
  expect(issue?.error).toMatchObject({ code: 'ECT_DAG_PARENT_WORKFLOW', section: 'DAG validation' })
})
