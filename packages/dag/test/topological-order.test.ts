import { describe, expect, it } from 'vitest'
import { buildGraph } from '../src/graph.ts'
import { topologicalOrder } from '../src/topological-order.ts'
import { refusal } from './refusal.ts'
import { chain, ledgerRecords, recordsOf, task } from './tasks.ts'

const orderOf = (...args: Parameters<typeof topologicalOrder>): readonly string[] =>
  topologicalOrder(...args).map((record) => record.task.taskId)

describe('topologicalOrder', () => {
  it('puts every task after its ancestors', () => {
    const tasks = [task('d', ['b', 'c']), task('b', ['a']), task('c', ['a']), task('a'), task('other')]
    expect(orderOf(recordsOf(tasks))).toEqual(['a', 'b', 'c', 'd', 'other'])
  })

  it('keeps an order that already is one, as that of a ledger', () => {
    const tasks = [task('a'), task('z'), task('b', ['a']), task('y', ['z']), task('c', ['a', 'z'])]
    expect(orderOf(recordsOf(tasks))).toEqual(['a', 'z', 'b', 'y', 'c'])
    expect(orderOf(buildGraph(ledgerRecords(tasks)))).toEqual(['a', 'z', 'b', 'y', 'c'])
    expect(orderOf([])).toEqual([])
  })

  it('[DAG-ACYCLIC] has none for a cycle, and names a task on it', () => {
    const tail = [task('e', ['d']), task('d', ['b']), task('b', ['c']), task('c', ['b', 'a']), task('a')]
    const call = (): unknown => topologicalOrder(recordsOf(tail))
    expect(call).toThrow(expect.objectContaining({ code: 'ECT_DAG_CYCLE', taskId: expect.stringMatching(/^[bc]$/) }))
  })

  it('[DAG-SELF] has none for a task that names itself', () => {
    expect(refusal(() => topologicalOrder(recordsOf([task('a', ['a'])])))).toEqual(['ECT_DAG_CYCLE', undefined])
  })

  it('[DAG-WALK-ITERATIVE] overflows no stack on a chain of 100,000, told from its end', { timeout: 60_000 }, () => {
    const order = topologicalOrder(recordsOf(chain(100_000).toReversed()))
    expect(order.map((record) => record.task.taskId)).toEqual(Array.from({ length: 100_000 }, (_, index) => `${index}`))
  })
})
