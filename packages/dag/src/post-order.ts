import type { TaskRecord } from '@wimse-ect/claims'
import type { TaskGraph } from './graph.ts'

/**
 * All records in the order in which a depth-first search along the parents leaves them: a topological order when there
 * is no cycle, and the given order when that already is one. Linear time, no recursion.
 */
export function postOrder(graph: TaskGraph): readonly TaskRecord[] {
  const order: TaskRecord[] = []
  const seen = new Set<TaskRecord>()
  for (const root of graph.records) {
    if (!seen.has(root)) descend(root, graph, seen, order)
  }
  return order
}

function descend(root: TaskRecord, graph: TaskGraph, seen: Set<TaskRecord>, order: TaskRecord[]): void {
  seen.add(root)
  const path = [{ record: root, next: 0 }]
  for (let here = path.at(-1); here !== undefined; here = path.at(-1)) {
    const parent = graph.parentsOf(here.record)[here.next++]
    if (parent === undefined) {
      order.push(here.record)
      path.pop()
    } else if (!seen.has(parent)) {
      seen.add(parent)
      path.push({ record: parent, next: 0 })
    }
  }
}
