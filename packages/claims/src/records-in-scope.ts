import { profiles } from './profiles/index.ts'
import type { EctStore, TaskRecord } from './stages.ts'
import type { Task } from './task.ts'

/**
 * The records that stand for the same task: those with its id in its workflow and those with its id in none. A task
 * without a workflow claims its id for the whole store [CLAIM-TID-SCOPE] [REVISION-UNIQUENESS]; of what it finds there
 * a store may answer with two.
 */
export function recordsInScope<Found extends TaskRecord>(
  task: Task,
  store: Pick<EctStore<Found>, 'recordsOf' | 'recordsIn'>,
): readonly Found[] {
  const { taskId, workflowId } = task
  if (workflowId === undefined) return withIdsOf(task, store.recordsOf(taskId, task))
  return withIdsOf(
    task,
    [undefined, workflowId].flatMap((workflow) => store.recordsIn(taskId, workflow, task)),
  )
}

/**
 * Those of the records whose id is of the same kind as the ids in a task. A revision names tasks by `tid` or by `jti`;
 * an id of one kind is never one of the other [REVISION-TASK-ID]: the issuer of a token that is a `jti` to one revision
 * must not thereby take or provide a task of another.
 */
export function withIdsOf<Found extends TaskRecord>(task: Task, records: readonly Found[]): readonly Found[] {
  const name = idNameOf(task)
  return records.filter((record) => idNameOf(record.task) === name)
}

/** The claim that names a task in its revision: `tid` or `jti`. */
export function idNameOf({ revision }: Pick<Task, 'revision'>): string {
  return profiles[revision].identifiers.taskId
}
