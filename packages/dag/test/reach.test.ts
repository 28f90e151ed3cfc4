import { describe, expect, it } from 'vitest'
import { buildGraph } from '../src/graph.ts'
import { ancestors, descendants } from '../src/reach.ts'
import { chain, ledgerRecords, recordsOf, task, taskIn } from './tasks.ts'

const ids = (records: readonly { readonly task: { readonly taskId: string } }[]): readonly string[] =>
  records.map((record) => record.task.taskId)

const life = [
  task('spec'),
  task('code', ['spec']),
  task('test-1', ['code']),
  task('test-2', ['code']),
  task('build', ['test-1', 'test-2']),
  task('other'),
]

describe('ancestors and descendants', () => {
  it('give what a task builds on and what builds on it, nearest first and each once', () => {
    expect(ids(ancestors('build', ledgerRecords(life)))).toEqual(['test-1', 'test-2', 'code', 'spec'])
    expect(ids(descendants('spec', ledgerRecords(life)))).toEqual(['code', 'test-1', 'test-2', 'build'])
    expect(ids(descendants('test-2', buildGraph(recordsOf(life))))).toEqual(['build'])
    expect(ancestors('spec', recordsOf(life))).toEqual([])
    expect(descendants('build', recordsOf(life))).toEqual([])
  })

  it('are empty for a task that is not there', () => {
    const [stranger] = recordsOf([task('spec')])
    expect(ancestors('x', recordsOf(life))).toEqual([])
    expect(descendants('x', recordsOf(life))).toEqual([])
    expect(stranger && descendants(stranger, recordsOf(life))).toEqual([])
  })

  it('take one record of an id, or every record of it by the id alone', () => {
    const records = recordsOf([
      taskIn('w1', 'a'),
      taskIn('w2', 'a'),
      taskIn('w1', 'b', ['a']),
      taskIn('w2', 'c', ['a']),
    ])
    const [first] = records
    expect(ids(descendants('a', records))).toEqual(['b', 'c'])
    expect(first && ids(descendants(first, records))).toEqual(['b'])
  })

  it('hold the task itself only when it is on a cycle', () => {
    const loop = recordsOf([task('a', ['b']), task('b', ['a']), task('c', ['a'])])
    expect(ids(ancestors('a', loop))).toEqual(['b', 'a'])
    expect(ids(descendants('b', loop))).toEqual(['a', 'b', 'c'])
    expect(ids(ancestors('c', loop))).toEqual(['a', 'b'])
  })

  it('[DAG-WALK-ITERATIVE] overflow no stack on a chain of 100,000', { timeout: 60_000 }, () => {
    const graph = buildGraph(recordsOf(chain(100_000)))
    expect([descendants('0', graph).length, ancestors('99999', graph).length]).toEqual([99_999, 99_999])
  })
})
