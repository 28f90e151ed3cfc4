import { type GraphSource, graphOf } from '../graph.ts'
import { type DrawingOptions, drawingSettings } from './drawing-options.ts'
import { escapeText, nodeLabel } from './node-label.ts'
import { stateColours, type TaskState, taskState } from './task-state.ts'

const shapes: Readonly<Record<TaskState, readonly [open: string, close: string]>> = {
  approved: ['(', ')'],
  rejected: ['{{', '}}'],
  pending: ['[/', '/]'],
  compensation: ['[[', ']]'],
  undecided: ['[', ']'],
}

/**
 * Draws tasks as a Mermaid flowchart, parents pointing to children.
 *
 * State is shown by shape, colour and word: approved round, rejected hexagon, pending slanted, compensation with double
 * sides, undecided square. Nodes are named `n0`, `n1` ... in the order of the records. Text from claims is shortened
 * and escaped: it can become neither markup, nor a directive, nor a link, whatever Mermaid's `securityLevel` is.
 * Mermaid itself refuses, unless configured otherwise, more than 500 edges or 50,000 characters.
 *
 * @returns the source of the chart, ending in a line break
 * @throws TypeError when only some of the records have a sequence, and for options out of range
 */
export function toMermaid(source: GraphSource, options?: DrawingOptions): string {
  const { direction, maxTextLength } = drawingSettings(options)
  const graph = graphOf(source)
  const names = new Map(graph.records.map((record, index) => [record, `n${index}`]))
  const lines = [`flowchart ${direction}`]
  for (const [{ task }, name] of names) {
    const state = taskState(task)
    const [open, close] = shapes[state]
    const label = nodeLabel(task, maxTextLength).map((line) => escapeText(line, '#'))
    lines.push(`  ${name}${open}"${label.join('<br/>')}"${close}:::${state}`)
  }
  for (const [record, name] of names) {
    for (const parent of graph.parentsOf(record)) lines.push(`  ${names.get(parent)} --> ${name}`)
  }
  for (const [state, { fill, line, text }] of Object.entries(stateColours)) {
    lines.push(`  classDef ${state} fill:${fill},stroke:${line},color:${text}`)
  }
  return `${lines.join('\n')}\n`
}
