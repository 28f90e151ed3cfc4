import { buildGraph, type TaskRecord, taskState } from 'wimse-ect'
import { shortName } from '../identities.ts'

/**
 * Draws a graph of recorded tasks as indented text, children under their parents. A task with several parents stands
 * under the last of them; the others point to it.
 */
export function drawTree(records: readonly TaskRecord[]): readonly string[] {
  const graph = buildGraph(records)
  const lines: string[] = []

  function draw(record: TaskRecord, prefix: string, branch: string, indent: string): void {
    const children = graph.childrenOf(record)
    const own = children.filter((child) => graph.parentsOf(child).at(-1) === record)
    const pointers = children.filter((child) => !own.includes(child)).map((child) => ` -> ${child.sequence}`)
    lines.push(`${prefix}${branch}${describe(record)}${pointers.join('')}`)
    for (const [at, child] of own.entries()) {
      const isLast = at === own.length - 1
      draw(child, prefix + indent, isLast ? '└─ ' : '├─ ', isLast ? '   ' : '│  ')
    }
  }

  for (const record of graph.records) if (graph.parentsOf(record).length === 0) draw(record, '', '', '')
  return lines
}

function describe({ task, sequence }: TaskRecord): string {
  const state = taskState(task)
  return `${sequence} ${task.action} (${shortName(task.agent)})${state === 'approved' ? '' : ` ${state}`}`
}
