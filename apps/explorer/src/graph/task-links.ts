import type { Workflow } from '../service/ledger-source.ts'
import { type ShownTask, shownTask } from './shown-task.ts'

/** The tasks of a workflow with their edges, by sequence. */
export interface TaskLinks {
  /** In order of sequence, parents from outside among them. */
  readonly tasks: readonly ShownTask[]
  readonly bySequence: ReadonlyMap<number, ShownTask>
  readonly parents: ReadonlyMap<number, readonly number[]>
  readonly children: ReadonlyMap<number, readonly number[]>
}

/** Links entries by the parents that the ledger says it found; verification compares them with the tokens. */
export function linkTasks({ entries, outside, log }: Workflow): TaskLinks {
  const tasks = [
    ...outside.map((entry) => shownTask(entry, log, true)),
    ...entries.map((entry) => shownTask(entry, log, false)),
  ].sort((one, other) => one.entry.sequence - other.entry.sequence)
  const bySequence = new Map(tasks.map((task) => [task.entry.sequence, task]))
  const parents = new Map<number, number[]>()
  const children = new Map<number, number[]>()
  for (const { entry, isOutside } of tasks) {
    if (isOutside) continue
    for (const { sequence } of entry.parents) {
      // Only earlier entries, so that no answer can draw a cycle.
      if (!bySequence.has(sequence) || sequence >= entry.sequence) continue
      push(parents, entry.sequence, sequence)
      push(children, sequence, entry.sequence)
    }
  }
  return { tasks, bySequence, parents, children }
}

/** Everything that can be reached from a task along some edges, nearest first, without the task itself. */
export function reach(start: number, edges: ReadonlyMap<number, readonly number[]>): readonly number[] {
  const reached = new Set(edges.get(start) ?? [])
  // A set grows while it is read, and keeps the order in which things were added.
  for (const sequence of reached) for (const next of edges.get(sequence) ?? []) reached.add(next)
  return [...reached]
}

function push(map: Map<number, number[]>, key: number, value: number): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [value])
  else if (!list.includes(value)) list.push(value)
}
