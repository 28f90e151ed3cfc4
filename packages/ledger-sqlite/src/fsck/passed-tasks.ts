import type { FoundEntry } from '@wimse-ect/ledger/durable'
import type { IndexKeys } from '../index-keys.ts'
import { KeyFilter } from '../key-filter.ts'

/** Parents are mostly young. */
const maxKept = 16_384

/**
 * The task ids in the columns of the entries that `fsck` has passed, in order of sequence. Nearly every entry is the
 * first with its task id, and a filter says so without a look-up in the file; most parents are found here as well.
 */
export class PassedTasks {
  readonly #keys: IndexKeys
  readonly #filter = new KeyFilter()
  readonly #firsts = new WeakSet<FoundEntry>()
  readonly #kept = new Map<number, string | undefined>()

  constructor(keys: IndexKeys) {
    this.#keys = keys
    // There is nothing else that it would have to know of.
    this.#filter.complete()
  }

  /**
   * Takes the next entry.
   *
   * @param taskId in its column, whatever the indexes say
   */
  add(entry: FoundEntry, taskId: string | undefined): void {
    if (entry.sequence !== undefined) {
      if (this.#kept.size >= maxKept) this.#kept.clear()
      this.#kept.set(entry.sequence, taskId)
    }
    if (taskId === undefined) return
    const key = this.#keys.task(taskId)
    if (!this.#filter.mayHave(key)) this.#firsts.add(entry)
    this.#filter.add(key)
  }

  /** True only when no entry before this one has its task id. */
  isFirst(entry: FoundEntry): boolean {
    return this.#firsts.has(entry)
  }

  /** True when {@link taskIdAt} says what the column of an entry holds. */
  has(sequence: number): boolean {
    return this.#kept.has(sequence)
  }

  taskIdAt(sequence: number): string | undefined {
    return this.#kept.get(sequence)
  }
}
