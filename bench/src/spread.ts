/** What a few measurements of the same came to. */
export interface Spread {
  readonly median: number
  readonly min: number
  readonly max: number
}

/** @throws TypeError when there is nothing to describe */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((one, other) => one - other)
  const [min, max] = [sorted[0], sorted.at(-1)]
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]]
  if (min === undefined || max === undefined || low === undefined || high === undefined) {
    throw new TypeError('no measurement was made')
  }
  return { median: (low + high) / 2, min, max }
}
