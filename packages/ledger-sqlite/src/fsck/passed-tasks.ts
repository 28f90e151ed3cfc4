import { KeyFilter } from '../key-filter.ts'

/**
 * The task ids of the entries that `fsck` has passed, in order of sequence. Nearly every entry is the first with its
 * task id, and a filter says so without a look-up in the file.
 */
export class PassedTasks {
  readonly #filter = new KeyFilter()

  constructor() {
    // There is nothing else that it would have to know of.
    this.#filter.complete()
  }

  /**
   * Takes the next entry.
   *
   * @param key of the task id in its column; `NaN` when that holds none
   * @returns false only when no entry before it had this key
   */
  pass(key: number): boolean {
    if (Number.isNaN(key)) return true
    const mayBeRepeated = this.#filter.mayHave(key)
    this.#filter.add(key)
    return mayBeRepeated
  }
}
