import { type Task, type TaskRecord, withIdsOf } from '@wimse-ect/claims'
import type { TaskLookup } from './task-index.ts'

/** A parent id of a task, and what it may stand for. */
export interface ParentLink {
  /** Position in the task's list of parents. */
  readonly index: number
  readonly taskId: string
  /** None: the parent is missing. One: this is it. Several: the id is ambiguous. */
  readonly candidates: readonly TaskRecord[]
}

/** Looks up the parents of a task, in the order of the token. */
export function parentLinks(task: Task, lookup: TaskLookup, crossWorkflowParents: boolean): readonly ParentLink[] {
  return task.parents.map((taskId, index) => ({
    index,
    taskId,
    candidates: parentCandidates(task, taskId, lookup, crossWorkflowParents),
  }))
}

/**
 * The records a parent id may stand for: for a child with a workflow those of its own [DAG-PARENT-OWN-WORKFLOW], else
 * those without one [DAG-PARENT-NO-WORKFLOW], else, only if the caller allows it, those of others
 * [DAG-PARENT-CROSS-SINGLE]; for a child without a workflow all of that id [DAG-CHILD-NO-WORKFLOW].
 *
 * The nearest scope counts even where it is ambiguous: a sender of two versions of a parent must not get to choose one.
 */
export function parentCandidates(
  child: Task,
  parentId: string,
  lookup: TaskLookup,
  crossWorkflowParents: boolean,
): readonly TaskRecord[] {
  if (child.workflowId === undefined) return withIdsOf(child, lookup.recordsOf(parentId, child))
  const own = withIdsOf(child, lookup.recordsIn(parentId, child.workflowId, child))
  if (own.length > 0) return own
  const free = withIdsOf(child, lookup.recordsIn(parentId, undefined, child))
  if (free.length > 0 || !crossWorkflowParents) return free
  return withIdsOf(child, lookup.recordsOf(parentId, child))
}
