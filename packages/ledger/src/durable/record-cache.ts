import { idNameOf, type Task } from '@wimse-ect/claims'
import type { StoredRecord } from './stored-record.ts'

/**
 * The latest records that were read or written: the parents of new tasks are mostly young, and need not be decoded
 * again. Bounded in number and in the length of their tokens. There are two generations: when the young one is full,
 * the old one is forgotten.
 */
export class RecordCache {
  readonly #maxRecords: number
  readonly #maxLength: number
  #young = new Generation()
  #old = new Generation()

  /**
   * @param maxRecords default 4,096
   * @param maxLength of all tokens together, in characters. Default 16 Mi
   */
  constructor(maxRecords = 4096, maxLength: number = 16 * 2 ** 20) {
    this.#maxRecords = maxRecords
    this.#maxLength = maxLength
  }

  get(sequence: number): StoredRecord | undefined {
    return this.#young.bySequence.get(sequence) ?? this.#old.bySequence.get(sequence)
  }

  /**
   * The record of a task in its workflow, or in none, as another task names it. There is at most one in a ledger
   * [LEDGER-TASK-SCOPE].
   */
  getInScope(taskId: string, workflowId: string | undefined, asking: Task): StoredRecord | undefined {
    for (const { byTask } of [this.#young, this.#old]) {
      const record = byTask.get(taskId)
      if (record === undefined || record.task.workflowId !== workflowId) continue
      if (idNameOf(record.task) === idNameOf(asking)) return record
    }
    return undefined
  }

  add(record: StoredRecord): void {
    if (this.get(record.sequence) !== undefined) return
    const { length } = record.entry.compact
    const { bySequence, length: before } = this.#young
    const isFull = bySequence.size >= this.#maxRecords / 2 || before + length > this.#maxLength / 2
    if (isFull) {
      this.#old = this.#young
      this.#young = new Generation()
    }
    this.#young.add(record)
  }
}

class Generation {
  readonly bySequence = new Map<number, StoredRecord>()
  /** Of records with one task id in several workflows, the last one. */
  readonly byTask = new Map<string, StoredRecord>()
  /** Of all tokens together. */
  length = 0

  add(record: StoredRecord): void {
    this.bySequence.set(record.sequence, record)
    this.byTask.set(record.task.taskId, record)
    this.length += record.entry.compact.length
  }
}
