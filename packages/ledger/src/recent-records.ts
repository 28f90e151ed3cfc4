import type { StoredRecord } from './durable/stored-record.ts'

/**
 * The records that were added or read last. There are two generations: when the young one is full, the old one is
 * forgotten. Nothing is forgotten but by {@link tidy}, so that between two calls of it a record is one object.
 */
export class RecentRecords {
  readonly #enough: number
  #young = new Map<number, StoredRecord>()
  #old = new Map<number, StoredRecord>()

  /** @param enough how many are kept at least, once there are that many */
  constructor(enough: number) {
    this.#enough = enough
  }

  get(sequence: number): StoredRecord | undefined {
    return this.#young.get(sequence) ?? this.#old.get(sequence)
  }

  add(record: StoredRecord): void {
    this.#young.set(record.sequence, record)
  }

  /** Forgets the old generation when the young one is large enough. */
  tidy(): void {
    if (this.#young.size < this.#enough) return
    this.#old = this.#young
    this.#young = new Map()
  }
}
