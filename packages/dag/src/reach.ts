import type { TaskRecord } from '@wimse-ect/claims'
import { type GraphSource, graphOf, type TaskGraph } from './graph.ts'

/**
 * Everything a task builds on, directly or not, nearest first.
 *
 * @param task a record of the graph, or a task id: then the answer covers every record of that id
 * @returns the task itself only when it is on a cycle; empty for a task that the graph does not hold
 * @throws TypeError when only some of the records have a sequence
 */
export function ancestors(task: TaskRecord | string, source: GraphSource): readonly TaskRecord[] {
  const graph = graphOf(source)
  return reach(task, graph, graph.parentsOf)
}

/**
 * Everything that builds on a task, directly or not, nearest first: what is affected when the task turns out to be
 * wrong.
 *
 * A child whose parent id is ambiguous has no edge and is not in the answer; run {@link inspect} on records that no
 * ledger judged.
 *
 * @param task a record of the graph, or a task id: then the answer covers every record of that id
 * @returns the task itself only when it is on a cycle; empty for a task that the graph does not hold
 * @throws TypeError when only some of the records have a sequence
 */
export function descendants(task: TaskRecord | string, source: GraphSource): readonly TaskRecord[] {
  const graph = graphOf(source)
  return reach(task, graph, graph.childrenOf)
}

function reach(
  task: TaskRecord | string,
  graph: TaskGraph,
  next: (record: TaskRecord) => readonly TaskRecord[],
): readonly TaskRecord[] {
  const reached = new Set((typeof task === 'string' ? graph.recordsOf(task) : [task]).flatMap(next))
  // A set grows while it is read, and keeps the order in which records were reached.
  for (const record of reached) for (const other of next(record)) reached.add(other)
  return [...reached]
}
