import type { EctStore, TaskRecord } from '@wimse-ect/claims'
import { IdTable } from './id-table.ts'

/** What the scope rules ask for. */
export type TaskLookup = Pick<EctStore, 'recordsOf' | 'recordsIn'>

const none: readonly TaskRecord[] = []

/**
 * Records by task id, and by workflow and task id.
 *
 * Answers both questions in constant time: with opaque ids, thousands of workflows may all have a `task-001`, and
 * sifting through them for each child would take quadratic time. Most ids are those of one record, which then stands
 * for itself.
 */
export class TaskIndex implements TaskLookup {
  /** By place. There is nothing at -1, the place of an id that was not added. */
  readonly #tasks: (TaskRecord | Namesakes)[] = []
  readonly #places = new IdTable((place) => taskIdOf(this.#tasks[place]))

  add(record: TaskRecord): void {
    const { taskId } = record.task
    const place = this.#places.placeOf(taskId)
    const known = this.#tasks[place]
    if (known instanceof Namesakes) known.add(record)
    else if (known !== undefined) this.#tasks[place] = new Namesakes([known, record])
    else {
      this.#places.add(taskId)
      this.#tasks.push(record)
    }
  }

  recordsOf(taskId: string): readonly TaskRecord[] {
    const known = this.#tasks[this.#places.placeOf(taskId)]
    if (known === undefined) return none
    return known instanceof Namesakes ? known.all : [known]
  }

  recordsIn(taskId: string, workflowId: string | undefined): readonly TaskRecord[] {
    const known = this.#tasks[this.#places.placeOf(taskId)]
    if (known === undefined) return none
    if (known instanceof Namesakes) return known.in(workflowId)
    return known.task.workflowId === workflowId ? [known] : none
  }
}

/** Several records with one task id. */
class Namesakes {
  readonly all: TaskRecord[] = []
  readonly #byWorkflow = new Map<string | undefined, TaskRecord[]>()

  constructor(records: readonly TaskRecord[]) {
    for (const record of records) this.add(record)
  }

  add(record: TaskRecord): void {
    const { workflowId } = record.task
    const siblings = this.#byWorkflow.get(workflowId)
    this.all.push(record)
    if (siblings === undefined) this.#byWorkflow.set(workflowId, [record])
    else siblings.push(record)
  }

  in(workflowId: string | undefined): readonly TaskRecord[] {
    return this.#byWorkflow.get(workflowId) ?? none
  }
}

function taskIdOf(tasks: TaskRecord | Namesakes | undefined): string {
  const record = tasks instanceof Namesakes ? tasks.all[0] : tasks
  return record?.task.taskId ?? ''
}
