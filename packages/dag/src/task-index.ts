import type { EctStore, TaskRecord } from '@wimse-ect/claims'

/** What the scope rules ask for. */
export type TaskLookup = Pick<EctStore, 'recordsOf' | 'recordsIn'>

const none: readonly TaskRecord[] = []

/**
 * Records by task id, and by workflow and task id.
 *
 * Answers both questions in constant time: with opaque ids, thousands of workflows may all have a `task-001`, and
 * sifting through them for each child would take quadratic time.
 */
export class TaskIndex implements TaskLookup {
  readonly #byTask = new Map<string, TaskRecord[]>()
  readonly #byWorkflow = new Map<string | undefined, Map<string, TaskRecord[]>>()

  add(record: TaskRecord): void {
    const { taskId, workflowId } = record.task
    const workflow = this.#byWorkflow.get(workflowId) ?? new Map<string, TaskRecord[]>()
    this.#byWorkflow.set(workflowId, workflow)
    append(workflow, taskId, record)
    append(this.#byTask, taskId, record)
  }

  recordsOf(taskId: string): readonly TaskRecord[] {
    return this.#byTask.get(taskId) ?? none
  }

  recordsIn(taskId: string, workflowId: string | undefined): readonly TaskRecord[] {
    return this.#byWorkflow.get(workflowId)?.get(taskId) ?? none
  }
}

/** Adds a record to the list under a key. */
export function append<Key>(map: Map<Key, TaskRecord[]>, key: Key, record: TaskRecord): void {
  const records = map.get(key)
  if (records === undefined) map.set(key, [record])
  else records.push(record)
}
