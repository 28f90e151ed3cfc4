import { profiles } from './profiles/index.ts'
import type { EctStore, TaskRecord } from './stages.ts'
import type { Task } from './task.ts'

/**
 * The records that stand for the same task: those with its id in its workflow and those with its id in none. A task
 * without a workflow claims its id for the whole store [CLAIM-TID-SCOPE] [REVISION-UNIQUENESS].
 */
export function recordsInScope<Found extends TaskRecord>(
  task: Task,
  store: Pick<EctStore<Found>, 'recordsOf' | 'recordsIn'>,
): readonly Found[] {
  const { taskId, workflowId } = task
  if (workflowId === undefined) return withIdsOf(task, store.recordsOf(taskId))
  return withIdsOf(
    task,
    [undefined, workflowId].flatMap((workflow) => store.recordsIn(taskId, workflow)),
  )
}

/**
 * Those of the records whose id is of the same kind as the ids in a task. A revision names tasks by `tid` or by `jti`;
 * an id of one kind is never one of the other [REVISION-TASK-ID]: the issuer of a token that is a `jti` to one revision
 * must not thereby take or provide a task of another.
 */
export function withIdsOf<Found extends TaskRecord>(task: Task, records: readonly Found[]): readonly Found[] {
  const kind = profiles[task.revision].identifiers.taskId
  return records.filter((record) => profiles[record.task.revision].identifiers.taskId === kind)
}
