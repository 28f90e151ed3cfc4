import type { TaskRecord } from '@wimse-ect/claims'
import type { TaskGraph } from './graph.ts'
import { postOrder } from './post-order.ts'

/**
 * The records that are among their own ancestors by way of at least one other record, in linear time.
 *
 * Two records are on one cycle when each can be reached from the other. Taken in reverse post-order and followed
 * against the edges, what can still be reached from a record is exactly its group (Kosaraju's algorithm).
 */
export function recordsOnCycles(graph: TaskGraph): ReadonlySet<TaskRecord> {
  const cyclic = new Set<TaskRecord>()
  const grouped = new Set<TaskRecord>()
  for (const record of postOrder(graph).toReversed()) {
    const group = groupOf(record, graph, grouped)
    if (group.length > 1) for (const member of group) cyclic.add(member)
  }
  return cyclic
}

function groupOf(record: TaskRecord, graph: TaskGraph, grouped: Set<TaskRecord>): readonly TaskRecord[] {
  grouped.add(record)
  const group = [record]
  // The group grows while it is read. That of a record which is in one already stays alone: its children are there too.
  for (const member of group) {
    for (const child of graph.childrenOf(member)) {
      if (grouped.has(child)) continue
      grouped.add(child)
      group.push(child)
    }
  }
  return group
}
