import type { TaskRecord } from '@wimse-ect/claims'
import { arrivals, inOrder } from './arrivals.ts'
import type { DagOptions } from './dag-options.ts'
import { TaskIndex } from './task-index.ts'

/** Recorded tasks with their edges. */
export interface TaskGraph {
  /** In the order of their sequences, or as given when they have none. */
  readonly records: readonly TaskRecord[]
  /** Every record of a task id; several when workflows share it. */
  recordsOf(taskId: string): readonly TaskRecord[]
  /** The direct parents, in the order of the token. */
  parentsOf(record: TaskRecord): readonly TaskRecord[]
  /** The direct children, in the order of {@link TaskGraph.records}. */
  childrenOf(record: TaskRecord): readonly TaskRecord[]
}

/** What the functions over graphs take: a graph, or records to make one of with the default options. */
export type GraphSource = TaskGraph | Iterable<TaskRecord>

interface Edges {
  readonly parents: readonly TaskRecord[]
  /** Nothing until there is one: an array of its own for each record without children would double the memory. */
  children?: TaskRecord[]
}

const none: readonly TaskRecord[] = []

/**
 * Links records to their parents by the rules of scope, in linear time.
 *
 * Judges nothing: a parent id that stands for no record or for several makes no edge, and the edges may form cycles
 * when the records have no sequence. {@link inspect} reports both.
 *
 * @param records all with their sequences in a ledger, or all without, told apart as objects
 * @throws TypeError when only some of the records have a sequence
 */
export function buildGraph(
  records: Iterable<TaskRecord>,
  options: Pick<DagOptions, 'crossWorkflowParents'> = {},
): TaskGraph {
  const ordered = inOrder(records)
  const index = new TaskIndex()
  const edges = new Map<TaskRecord, Edges>()
  for (const { record, links } of arrivals(ordered, index, options.crossWorkflowParents ?? false)) {
    const parents = links.flatMap(({ candidates }) => (candidates.length === 1 ? candidates : []))
    edges.set(record, { parents })
  }
  for (const record of ordered) {
    for (const parent of edges.get(record)?.parents ?? none) addChild(edges.get(parent), record)
  }
  return {
    records: ordered,
    recordsOf: (taskId) => index.recordsOf(taskId),
    parentsOf: (record) => edges.get(record)?.parents ?? none,
    childrenOf: (record) => edges.get(record)?.children ?? none,
  }
}

function addChild(edges: Edges | undefined, child: TaskRecord): void {
  if (edges === undefined) return
  if (edges.children === undefined) edges.children = [child]
  else edges.children.push(child)
}

/** The graph itself, or one built of the records. */
export function graphOf(source: GraphSource): TaskGraph {
  return 'parentsOf' in source ? source : buildGraph(source)
}
