import { type GraphSource, graphOf } from '../graph.ts'
import { type DrawingOptions, drawingSettings } from './drawing-options.ts'
import { escapeText, nodeLabel } from './node-label.ts'
import { stateColours, type TaskState, taskState } from './task-state.ts'

const shapes: Readonly<Record<TaskState, string>> = {
  approved: 'shape=box style="filled,rounded"',
  rejected: 'shape=hexagon',
  pending: 'shape=parallelogram',
  compensation: 'shape=box peripheries=2',
  undecided: 'shape=box',
}

/**
 * Draws tasks as a Graphviz digraph in the DOT language, parents pointing to children.
 *
 * State is shown by shape, colour and word, as in {@link toMermaid}; compensations have a double line. Nodes are named
 * `n0`, `n1` ... in the order of the records. Text from claims is shortened and escaped: it can become neither an
 * attribute, nor markup, nor a link. No node has a URL.
 *
 * @returns the source of the graph, ending in a line break
 * @throws TypeError when only some of the records have a sequence, and for options out of range
 */
export function toDot(source: GraphSource, options?: DrawingOptions): string {
  const { direction, maxTextLength } = drawingSettings(options)
  const graph = graphOf(source)
  const names = new Map(graph.records.map((record, index) => [record, `n${index}`]))
  // A wide margin: the program that draws may measure another sans-serif font than the one that is shown.
  const defaults = '  node [style=filled fontname="sans-serif" margin="0.3,0.1"]'
  const lines = ['digraph tasks {', `  rankdir=${direction}`, defaults]
  for (const [{ task }, name] of names) {
    const state = taskState(task)
    const { fill, line, text } = stateColours[state]
    // Graphviz reads backslash escapes after entities, so a backslash needs another one before it.
    const label = nodeLabel(task, maxTextLength).map((part) => escapeText(part.replaceAll('\\', '\\\\'), '&#'))
    const colours = `fillcolor="${fill}" color="${line}" fontcolor="${text}"`
    lines.push(`  ${name} [label="${label.join('\\n')}" ${shapes[state]} ${colours}]`)
  }
  for (const [record, name] of names) {
    for (const parent of graph.parentsOf(record)) lines.push(`  ${names.get(parent)} -> ${name}`)
  }
  return `${lines.join('\n')}\n}\n`
}
