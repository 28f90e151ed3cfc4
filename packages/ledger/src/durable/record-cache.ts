import type { StoredRecord } from './stored-record.ts'

/**
 * The latest records that were read or written, so that the parents of new tasks, which are mostly young, need not be decoded
 * again. Bounded in number and in the length of their tokens.
 */
export class RecordCache {
  readonly #maxRecords: number
  readonly #maxLength: number
  readonly #records = new Map<number, StoredRecord>()
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

  add(record: StoredRecord): void {
    if (this.#records.has(record.sequence)) return
    this.#records.set(record.sequence, record)
    this.#length += record.entry.compact.length
    for (const [sequence, { entry }] of this.#records) {
      if (this.#records.size <= this.#maxRecords && this.#length <= this.#maxLength) break
      this.#records.delete(sequence)
      this.#length -= entry.compact.length
    }
  }
}
