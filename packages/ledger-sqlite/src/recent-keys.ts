import type { MovedRows } from './writer/leveled-index.ts'

/**
 * The keys that stand in the two small tables of a leveled index, held by the process that writes: that most keys are
 * not there is then known without a query. After a batch that failed it may hold a key too many, and never one too few.
 */
export class RecentKeys {
  #newest: Set<number>
  readonly #recent: Set<number>

  constructor(newest: Iterable<number>, recent: Iterable<number>) {
    this.#newest = new Set(newest)
    this.#recent = new Set(recent)
  }

  has(key: number): boolean {
    return this.#newest.has(key) || this.#recent.has(key)
  }

  /** Takes the key of a row that is going to be written. */
  add(key: number): void {
    this.#newest.add(key)
  }

  /** Follows what a commit has moved. */
  follow(moved: readonly MovedRows[]): void {
    for (const move of moved) {
      if (move.from === 'newest') {
        for (const key of this.#newest) this.#recent.add(key)
        this.#newest = new Set()
      } else {
        for (const key of this.#recent) if (key > move.after && key <= move.upTo) this.#recent.delete(key)
      }
    }
  }
}
