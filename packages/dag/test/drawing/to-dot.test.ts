import { instance } from '@viz-js/viz'
import { describe, expect, it } from 'vitest'
import { nodeLabel } from '../../src/drawing/node-label.ts'
import { toDot } from '../../src/drawing/to-dot.ts'
import { buildGraph } from '../../src/graph.ts'
import { alice, ledgerRecords, recordsOf, task, taskIn } from '../tasks.ts'
import { hostileTexts } from './hostile-texts.ts'

/**
 * The SVG that Graphviz makes of a source; throws where that is not DOT. Each drawing gets an instance of its own: the
 * memory of one that has drawn some forty graphs is no longer sound.
 */
async function drawn(dot: string): Promise<string> {
  return (await instance()).renderString(dot, { format: 'svg' })
}

/** The texts in an SVG, as a reader sees them. */
function textsIn(svg: string): readonly string[] {
  const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text = '']) =>
    text.replaceAll(/&(?:#(\d+)|(\w+));/g, (_, code, name) =>
      code === undefined ? (entities[name] ?? '') : String.fromCodePoint(Number(code)),
    ),
  )
}

describe('toDot', () => {
  it('shows states by shape, colour and word, and points from parents to children', () => {
    const tasks = [
      task('a'),
      task('b', ['a'], { decision: 'rejected' }),
      task('c', ['b'], { action: 'rollback' }),
      task('d', ['a', 'c'], { decision: 'pending_human_review' }),
      task('e', [], { decision: undefined }),
    ]
    expect(toDot(ledgerRecords(tasks))).toBe(String.raw`digraph tasks {
  rankdir=TB
  node [style=filled fontname="sans-serif" margin="0.3,0.1"]
  n0 [label="review_spec\nalice\na approved" shape=box style="filled,rounded" fillcolor="#dff2e1" color="#1b7f3b" fontcolor="#111111"]
  n1 [label="review_spec\nalice\nb rejected" shape=hexagon fillcolor="#fddcd8" color="#b3261e" fontcolor="#111111"]
  n2 [label="rollback\nalice\nc compensation" shape=box peripheries=2 fillcolor="#dce8ff" color="#1f5fbf" fontcolor="#111111"]
  n3 [label="review_spec\nalice\nd pending" shape=parallelogram fillcolor="#fff3cd" color="#8a6100" fontcolor="#111111"]
  n4 [label="review_spec\nalice\ne undecided" shape=box fillcolor="#eeeeee" color="#555555" fontcolor="#111111"]
  n0 -> n1
  n1 -> n2
  n0 -> n3
  n2 -> n3
}
`)
  })

  it('is DOT whatever mallory writes, and shows exactly that', async () => {
    for (const hostile of hostileTexts) {
      const mallorys = task('m', ['a'], { action: hostile, agent: `${alice}/${hostile}` })
      const svg = await drawn(toDot(recordsOf([task('a'), mallorys])))
      const shown = [...nodeLabel(task('a'), 40), ...nodeLabel(mallorys, 40)]
      expect(textsIn(svg), hostile).toEqual(shown.filter((line) => line !== ''))
    }
  })

  it('draws no link, no script and no node that is not a record', async () => {
    const tasks = hostileTexts.map((action, index) => task(`t${index}`, index === 0 ? [] : ['t0'], { action }))
    const svg = await drawn(toDot(recordsOf(tasks)))
    expect(svg).not.toMatch(/<a |xlink:href|<script|<img/)
    expect(svg.match(/class="node"/g)).toHaveLength(tasks.length)
    expect(svg.match(/class="edge"/g)).toHaveLength(tasks.length - 1)
  })

  it('takes a graph with options of its own, and draws to the right', async () => {
    const graph = buildGraph(recordsOf([taskIn('w1', 'p'), taskIn('w2', 'child', ['p'])]), {
      crossWorkflowParents: true,
    })
    const dot = toDot(graph, { direction: 'right', maxTextLength: 4 })
    expect(dot).toContain('rankdir=LR')
    expect(dot).toContain('n0 -> n1')
    expect(textsIn(await drawn(dot)).slice(0, 2)).toEqual(['rev…', 'ali…'])
  })

  it('draws nothing of nothing', async () => {
    expect(textsIn(await drawn(toDot([])))).toEqual([])
  })
})
