import type { EctError, Task, TaskRecord } from '@wimse-ect/claims'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { type GraphIssue, inspect } from '../src/inspect.ts'
import { listed } from './refusal.ts'
import { chain, ledgerRecords, now, recordsOf, task, taskIn } from './tasks.ts'

const ofLedger = (...tasks: readonly Task[]): ReturnType<typeof listed> => listed(inspect(ledgerRecords(tasks)))
const ofGraph = (...tasks: readonly Task[]): ReturnType<typeof listed> => listed(inspect(recordsOf(tasks)))

const sound = [
  taskIn('w1', 'spec'),
  taskIn('w1', 'code', ['spec'], { decision: 'rejected' }),
  taskIn('w1', 'undo', ['code'], { action: 'rollback_code' }),
  taskIn('w2', 'spec'),
  task('release', ['undo']),
]

describe('inspect', () => {
  it('finds nothing wrong with a sound ledger or graph', () => {
    expect(ofLedger(...sound)).toEqual([])
    expect(ofGraph(...sound.toReversed())).toEqual([])
    expect(ofLedger()).toEqual([])
  })

  it('gives the record with the error that admit would have thrown', () => {
    const records = ledgerRecords([task('child', ['x'])])
    const [issue] = inspect(records)
    expect(issue?.record).toBe(records[0])
    expect(issue?.error).toMatchObject({
      code: 'ECT_DAG_PARENT_MISSING',
      taskId: 'child',
      path: 'par[0]',
      section: '6',
    })
    expectTypeOf<GraphIssue>().toEqualTypeOf<{ readonly record: TaskRecord; readonly error: EctError }>()
  })

  it('collects the issues of all records, in their order', () => {
    const late = task('late', [], { issuedAt: now + 31 })
    const rejected = task('rejected', [], { decision: 'rejected' })
    expect(ofGraph(late, rejected, task('a', ['late', 'rejected']), task('b', ['late', 'x']))).toEqual([
      ['a', 'ECT_DAG_PARENT_TIME', 'par[0]'],
      ['a', 'ECT_DAG_PARENT_POLICY', 'par[1]'],
      ['b', 'ECT_DAG_PARENT_MISSING', 'par[1]'],
      ['b', 'ECT_DAG_PARENT_TIME', 'par[0]'],
    ])
  })

  it('judges by the options of the caller', () => {
    const tasks = recordsOf([
      taskIn('w1', 'p', [], { issuedAt: now + 60, decision: 'rejected' }),
      taskIn('w2', 'child', ['p']),
    ])
    expect(listed(inspect(tasks))).toEqual([['child', 'ECT_DAG_PARENT_MISSING', 'par[0]']])
    const lenient = { crossWorkflowParents: true, clockSkew: 60, isRemedy: () => true }
    expect(inspect(tasks, lenient)).toEqual([])
    expect(() => inspect([], { clockSkew: -1 })).toThrow(TypeError)
  })

  it('refuses a mix of records with and without sequence', () => {
    expect(() => inspect([...ledgerRecords([task('a')]), ...recordsOf([task('b')])])).toThrow(TypeError)
  })
})

describe('inspect of a ledger', () => {
  it('[DAG-PARENT-SEQUENCES] takes only earlier records for parents', () => {
    expect(ofLedger(task('child', ['p']), task('p'))).toEqual([['child', 'ECT_DAG_PARENT_MISSING', 'par[0]']])
    expect(ofLedger(task('a', ['b']), task('b', ['a']))).toEqual([['a', 'ECT_DAG_PARENT_MISSING', 'par[0]']])
    expect(ofLedger(taskIn('w1', 'p'), task('child', ['p']), taskIn('w2', 'p'))).toEqual([])
  })

  it('[DAG-UNIQUE-WORKFLOW] [DAG-UNIQUE-NO-WORKFLOW] blames the later of two records with one id', () => {
    const records = ledgerRecords([taskIn('w1', 'a'), taskIn('w1', 'a'), taskIn('w2', 'a'), task('a')])
    const issues = inspect(records.toReversed())
    expect(issues.map(({ record, error }) => [record.sequence, error.code])).toEqual([
      [1, 'ECT_DAG_TASK_EXISTS'],
      [3, 'ECT_DAG_TASK_EXISTS'],
    ])
  })
})

describe('inspect of a graph without sequences', () => {
  it('[DAG-UNIQUE-WORKFLOW] [DAG-UNIQUE-NO-WORKFLOW] reports both records of one id', () => {
    const both = [
      ['a', 'ECT_DAG_TASK_EXISTS', undefined],
      ['a', 'ECT_DAG_TASK_EXISTS', undefined],
    ]
    expect(ofGraph(taskIn('w1', 'a'), taskIn('w1', 'a'))).toEqual(both)
    expect(ofGraph(taskIn('w1', 'a'), task('a'))).toEqual(both)
    expect(ofGraph(task('a'), task('a'))).toEqual(both)
    expect(ofGraph(taskIn('w1', 'a'), taskIn('w2', 'a'))).toEqual([])
  })

  it('[DAG-ACYCLIC] reports every task on a cycle and none beside it', () => {
    const loop = [task('b', ['a', 'd']), task('c', ['b']), task('d', ['c'])]
    expect(ofGraph(task('a'), ...loop, task('e', ['d']))).toEqual([
      ['b', 'ECT_DAG_CYCLE', undefined],
      ['c', 'ECT_DAG_CYCLE', undefined],
      ['d', 'ECT_DAG_CYCLE', undefined],
    ])
    expect(ofGraph(task('a', ['b']), task('b', ['a']), task('x', ['a', 'y']), task('y', ['x']))).toHaveLength(4)
  })

  it('[DAG-SELF] reports a task that names itself once', () => {
    expect(ofGraph(task('a', ['a']))).toEqual([['a', 'ECT_DAG_CYCLE', 'par[0]']])
  })

  it('[DAG-WALK-ITERATIVE] overflows no stack on a chain of 100,000 or a cycle of 20,000', { timeout: 60_000 }, () => {
    expect(inspect(recordsOf(chain(100_000).toReversed()))).toEqual([])
    expect(inspect(recordsOf(chain(20_000, ['19999'])))).toHaveLength(20_000)
  })

  it('takes no quadratic time when 30,000 workflows use the same task ids', { timeout: 60_000 }, () => {
    const tasks = Array.from({ length: 30_000 }, (_, index) => [
      taskIn(`w${index}`, 'task-002', ['task-001']),
      taskIn(`w${index}`, 'task-001'),
    ]).flat()
    expect(inspect(recordsOf(tasks))).toEqual([])
    expect(inspect(ledgerRecords(tasks.toReversed()))).toEqual([])
  })
})
