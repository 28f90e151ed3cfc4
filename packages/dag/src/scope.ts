import type { Task, TaskRecord } from '@wimse-ect/claims'
import type { TaskLookup } from './task-index.ts'

/** A parent id of a task, and what it may stand for. */
export interface ParentLink {
  /** Position in the task's list of parents. */
  readonly index: number
  readonly taskId: string
  /** None: the parent is missing. One: this is it. Several: the id is ambiguous. */
  readonly candidates: readonly TaskRecord[]
}

/** Looks up the parents of a task, in the order of the token (SPEC 4, rule 2). */
export function parentLinks(task: Task, lookup: TaskLookup, crossWorkflowParents: boolean): readonly ParentLink[] {
  return task.parents.map((taskId, index) => ({
    index,
    taskId,
    candidates: parentCandidates(task, taskId, lookup, crossWorkflowParents),
  }))
}

/**
 * The records a parent id may stand for (SPEC 4, rule 2 [R]): for a child with a workflow those of its own, else those
 * without one, else, only if the caller allows it, those of others; for a child without a workflow all of that id.
 *
 * The nearest scope wins even where it is ambiguous: whoever sends two versions of a parent may not choose between them.
 */
export function parentCandidates(
  child: Task,
  parentId: string,
  lookup: TaskLookup,
  crossWorkflowParents: boolean,
): readonly TaskRecord[] {
  if (child.workflowId === undefined) return lookup.recordsOf(parentId)
  const own = lookup.recordsIn(parentId, child.workflowId)
  if (own.length > 0) return own
  const free = lookup.recordsIn(parentId, undefined)
  if (free.length > 0 || !crossWorkflowParents) return free
  return lookup.recordsOf(parentId)
}
