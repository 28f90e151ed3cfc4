import type { EctStore, TaskRecord } from '@wimse-ect/claims'

/** What the scope rules ask for. */
export interface TaskLookup {
  /** Every record of a task id, whatever its workflow. */
  recordsOf(taskId: string): readonly TaskRecord[]
  /** The records of a task id in one workflow; `undefined` means those without one. */
  inWorkflow(taskId: string, workflowId: string | undefined): readonly TaskRecord[]
}

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

  inWorkflow(taskId: string, workflowId: string | undefined): readonly TaskRecord[] {
    return this.#byWorkflow.get(workflowId)?.get(taskId) ?? none
  }
}

/**
 * A store as the rules read it: asked once per task id, so that a record stays the same object while a token is judged,
 * even when the store makes a new one for each answer.
 *
 * @param more records to be seen as if the store held them
 */
export function lookupIn(store: EctStore, more: readonly TaskRecord[] = []): TaskLookup {
  const index = new TaskIndex()
  for (const record of more) index.add(record)
  const asked = new Set<string>()
  const asking = (taskId: string): TaskIndex => {
    if (!asked.has(taskId)) for (const record of store.recordsOf(taskId)) index.add(record)
    asked.add(taskId)
    return index
  }
  return {
    recordsOf: (taskId) => asking(taskId).recordsOf(taskId),
    inWorkflow: (taskId, workflowId) => asking(taskId).inWorkflow(taskId, workflowId),
  }
}

/** Adds a record to the list under a key. */
export function append<Key>(map: Map<Key, TaskRecord[]>, key: Key, record: TaskRecord): void {
  const records = map.get(key)
  if (records === undefined) map.set(key, [record])
  else records.push(record)
}
