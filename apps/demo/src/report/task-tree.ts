import { buildGraph, type TaskRecord, taskState } from 'wimse-ect'
import { shortName } from '../identities.ts'
import type { Screen } from './screen.ts'
import { stateStyle } from './state-style.ts'

/**
 * Draws recorded tasks as a tree, children under their parents. A task with several parents stands under the last of
 * them; the others point to it.
 */
export function printTree(screen: Screen, records: readonly TaskRecord[]): void {
  const graph = buildGraph(records)

  function print(record: TaskRecord, branch: string, indent: string): void {
    const children = graph.childrenOf(record)
    const below = children.filter((child) => graph.parentsOf(child).at(-1) === record)
    const pointers = children.filter((child) => !below.includes(child)).map(({ sequence }) => ` -> ${sequence}`)
    const state = taskState(record.task)
    const text = `${record.sequence} ${record.task.action} (${shortName(record.task.agent)})`
    screen.print(`${branch}${text} ${screen.paint(stateStyle[state], state)}${pointers.join('')}`)
    for (const child of below) {
      if (child === below.at(-1)) print(child, `${indent}└─ `, `${indent}   `)
      else print(child, `${indent}├─ `, `${indent}│  `)
    }
  }

  for (const record of graph.records) if (graph.parentsOf(record).length === 0) print(record, '', '')
}
