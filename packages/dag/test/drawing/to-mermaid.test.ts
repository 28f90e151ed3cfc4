import { describe, expect, it } from 'vitest'
import { toMermaid } from '../../src/drawing/to-mermaid.ts'
import { buildGraph } from '../../src/graph.ts'
import { alice, ledgerRecords, recordsOf, task, taskIn } from '../tasks.ts'
import { hostileTexts } from './hostile-texts.ts'

const states = [
  task('a'),
  task('b', ['a'], { decision: 'rejected' }),
  task('c', ['b'], { action: 'rollback' }),
  task('d', ['a', 'c'], { decision: 'pending_human_review' }),
  task('e', [], { decision: undefined }),
]

/** One statement a line; a label is entities, words, and the line breaks of ours. */
const text = String.raw`(?:[\p{L}\p{N} \u{10000}-\u{10FFFF}]|[_-](?=[\p{L}\p{N}])|#\d+;)*`
const label = `"${text}<br/>${text}<br/>${text}"`
const shape = String.raw`(?:\(${label}\)|\{\{${label}\}\}|\[/${label}/\]|\[\[${label}\]\]|\[${label}\])`
const statements = [
  String.raw`  n\d+${shape}:::(?:approved|rejected|pending|compensation|undecided)`,
  String.raw`  n\d+ --> n\d+`,
  '  classDef [a-z]+ fill:#[0-9a-f]{6},stroke:#[0-9a-f]{6},color:#[0-9a-f]{6}',
]
const grammar = new RegExp(`^flowchart (?:TB|LR)\n(?:(?:${statements.join('|')})\n)*$`, 'u')

describe('toMermaid', () => {
  it('shows states by shape, colour and word, and points from parents to children', () => {
    expect(toMermaid(ledgerRecords(states))).toBe(`flowchart TB
  n0("review_spec<br/>alice<br/>a approved"):::approved
  n1{{"review_spec<br/>alice<br/>b rejected"}}:::rejected
  n2[["rollback<br/>alice<br/>c compensation"]]:::compensation
  n3[/"review_spec<br/>alice<br/>d pending"/]:::pending
  n4["review_spec<br/>alice<br/>e undecided"]:::undecided
  n0 --> n1
  n1 --> n2
  n0 --> n3
  n2 --> n3
  classDef approved fill:#dff2e1,stroke:#1b7f3b,color:#111111
  classDef rejected fill:#fddcd8,stroke:#b3261e,color:#111111
  classDef pending fill:#fff3cd,stroke:#8a6100,color:#111111
  classDef compensation fill:#dce8ff,stroke:#1f5fbf,color:#111111
  classDef undecided fill:#eeeeee,stroke:#555555,color:#111111
`)
  })

  it('keeps to the grammar whatever mallory writes', () => {
    for (const hostile of hostileTexts) {
      const changes = { action: hostile, agent: `${alice}/${hostile}`, compensation: true }
      expect(toMermaid(recordsOf([...states, task('m', ['a'], changes)])), hostile).toMatch(grammar)
    }
  })

  it('never says more than its own keywords, whatever mallory writes', () => {
    const drawing = toMermaid(recordsOf(hostileTexts.map((action, index) => task(`t${index}`, [], { action }))))
    expect(drawing).not.toMatch(/%%|^\s*click|javascript:|<(?!br\/>)|&|`|\\|www\.|^\s*subgraph|^\s*end/m)
  })

  it('takes a graph with options of its own, and draws to the right', () => {
    const graph = buildGraph(recordsOf([taskIn('w1', 'p'), taskIn('w2', 'child', ['p'])]), {
      crossWorkflowParents: true,
    })
    const drawing = toMermaid(graph, { direction: 'right', maxTextLength: 4 })
    expect(drawing).toMatch(/^flowchart LR\n {2}n0\("rev#8230;<br\/>ali#8230;/)
    expect(drawing).toContain('n0 --> n1')
  })

  it('draws nothing of nothing', () => {
    expect(toMermaid([])).toMatch(grammar)
  })
})
