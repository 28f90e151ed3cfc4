/** A table of an index that has several, see `LeveledIndex`. */
export interface IndexLevel {
  /** Before the name of the index, in the name of the table. */
  readonly prefix: string
  /** Rows that stay in it. */
  readonly keep: number
  /** Rows that are moved on at least, so that some of them share a page. */
  readonly move: number
}

/**
 * From the newest rows to the oldest. The first table fits into a few pages, which every batch writes; the second into as many
 * as make it cheap to move rows on to the last, in which nearly all are.
 */
export const indexLevels: readonly IndexLevel[] = [
  { prefix: 'new_', keep: 0, move: 1024 },
  { prefix: 'recent_', keep: 16_384, move: 1024 },
  { prefix: '', keep: Number.POSITIVE_INFINITY, move: 0 },
]
