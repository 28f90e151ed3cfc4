import type { StoredRecord } from './stored-record.ts'

/**
 * The latest records that were read or written, so that the parents of new tasks, which are mostly young, need not be decoded
 * again. Bounded in number and in the length of their tokens.
 */
export class RecordCache {
  readonly #maxRecords: number
  readonly #maxLength: number
  readonly #records = new Map<number, StoredRecord>()
  readonly #byScope = new Map<string, StoredRecord>()
  #length = 0

  /**
   * @param maxRecords default 4,096
   * @param maxLength of all tokens together, in characters. Default 16 Mi
   */
  constructor(maxRecords = 4096, maxLength: number = 16 * 2 ** 20) {
    this.#maxRecords = maxRecords
    this.#maxLength = maxLength
  }

  get(sequence: number): StoredRecord | undefined {
    return this.#records.get(sequence)
  }

  /** The record of a task in its workflow, or in none. There is at most one in a ledger [LEDGER-TASK-SCOPE]. */
  getInScope(taskId: string, workflowId: string | undefined): StoredRecord | undefined {
    return this.#byScope.get(scopeKey(taskId, workflowId))
  }

  add(record: StoredRecord): void {
    if (this.#records.has(record.sequence)) return
    this.#records.set(record.sequence, record)
    this.#byScope.set(scopeKey(record.task.taskId, record.task.workflowId), record)
    this.#length += record.entry.compact.length
    for (const [sequence, { entry, task }] of this.#records) {
      if (this.#records.size <= this.#maxRecords && this.#length <= this.#maxLength) break
      this.#records.delete(sequence)
      this.#byScope.delete(scopeKey(task.taskId, task.workflowId))
      this.#length -= entry.compact.length
    }
  }
}

// No identifier holds a space, so no two scopes share a key.
function scopeKey(taskId: string, workflowId = ''): string {
  return `${taskId} ${workflowId}`
}
