import { describe, expect, it } from 'vitest'
import { buildGraph, graphOf } from '../src/graph.ts'
import { ledgerRecords, recordsOf, task, taskIn } from './tasks.ts'

const ids = (records: readonly { readonly task: { readonly taskId: string } }[]): readonly string[] =>
  records.map((record) => record.task.taskId)

describe('buildGraph', () => {
  const records = recordsOf([task('d', ['b', 'c']), task('b', ['a']), task('c', ['a']), task('a')])
  const [d, b, , a] = records

  it('links records in both directions, in any order, and keeps the given one', () => {
    const graph = buildGraph(records)
    expect(graph.records).toEqual(records)
    expect(ids(d === undefined ? [] : graph.parentsOf(d))).toEqual(['b', 'c'])
    expect(ids(a === undefined ? [] : graph.childrenOf(a))).toEqual(['b', 'c'])
    expect(ids(b === undefined ? [] : [...graph.parentsOf(b), ...graph.childrenOf(b)])).toEqual(['a', 'd'])
    expect(graph.recordsOf('a')).toEqual([a])
    expect(graph.recordsOf('x')).toEqual([])
  })

  it('knows nothing of a record that it does not hold', () => {
    const graph = buildGraph(records)
    const [stranger] = recordsOf([task('a')])
    expect(stranger && [graph.parentsOf(stranger), graph.childrenOf(stranger)]).toEqual([[], []])
  })

  it('takes records from any iterable, each once', () => {
    const iterable = (function* () {
      yield* records
      yield* records
    })()
    expect(ids(buildGraph(iterable).records)).toEqual(['d', 'b', 'c', 'a'])
  })

  it('[DAG-PARENT-SEQUENCES] sorts the records of a ledger by sequence and links to earlier ones only', () => {
    const [first, second, third] = ledgerRecords([task('p', ['q']), taskIn('w1', 'q', ['p']), task('r', ['q'])])
    if (first === undefined || second === undefined || third === undefined) throw new Error('three records')
    const graph = buildGraph([third, first, second])
    expect(graph.records).toEqual([first, second, third])
    expect([first, second, third].map((record) => ids(graph.parentsOf(record)))).toEqual([[], ['p'], ['q']])
  })

  it('[DAG-PARENT-SEQUENCES] keeps a parent though a later record has the same id', () => {
    const [p, child, later] = ledgerRecords([taskIn('w1', 'p'), task('child', ['p']), taskIn('w2', 'p')])
    if (p === undefined || child === undefined || later === undefined) throw new Error('three records')
    expect(buildGraph([p, child, later]).parentsOf(child)).toEqual([p])
  })

  it('[DAG-PARENT-OTHER-WORKFLOW] [DAG-PARENT-CROSS-SINGLE] links workflows only when the caller says so', () => {
    const [p, child] = recordsOf([taskIn('w1', 'p'), taskIn('w2', 'child', ['p'])])
    if (p === undefined || child === undefined) throw new Error('two records')
    expect(buildGraph([p, child]).parentsOf(child)).toEqual([])
    expect(buildGraph([p, child], { crossWorkflowParents: true }).parentsOf(child)).toEqual([p])
  })

  it('makes no edge for a parent that is missing or ambiguous', () => {
    const several = recordsOf([taskIn('w1', 'p'), taskIn('w2', 'p'), task('q'), task('child', ['x', 'p', 'q'])])
    const child = several.at(-1)
    expect(child && ids(buildGraph(several).parentsOf(child))).toEqual(['q'])
  })

  it('refuses a mix of records with and without sequence, whichever comes first', () => {
    const mixed = [...ledgerRecords([task('a')]), ...recordsOf([task('b')])]
    expect(() => buildGraph(mixed)).toThrow(TypeError)
    expect(() => buildGraph(mixed.toReversed())).toThrow(TypeError)
  })
})

describe('graphOf', () => {
  it('takes a graph as it is, and builds one of records', () => {
    const records = recordsOf([task('a')])
    const graph = buildGraph(records)
    expect(graphOf(graph)).toBe(graph)
    expect(graphOf(records).records).toEqual(records)
  })
})
