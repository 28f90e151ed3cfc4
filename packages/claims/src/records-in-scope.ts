import type { EctStore, TaskRecord } from './stages.ts'
import type { Task } from './task.ts'

/**
 * The records that stand for the same task: those with its id in its workflow and those with its id in none. A task
 * without a workflow claims its id for the whole store [CLAIM-TID-SCOPE].
 */
export function recordsInScope<Found extends TaskRecord>(
  task: Task,
  store: Pick<EctStore<Found>, 'recordsOf' | 'recordsIn'>,
): readonly Found[] {
  if (task.workflowId === undefined) return store.recordsOf(task.taskId)
  return [undefined, task.workflowId].flatMap((workflowId) => store.recordsIn(task.taskId, workflowId))
}
