/** Some percentiles of durations, in milliseconds. */
export function percentiles(durations: readonly number[]): Readonly<Record<string, number>> {
  const sorted = durations.toSorted((one, other) => one - other)
  const at = (share: number): number => Math.round((sorted[Math.ceil(share * sorted.length) - 1] ?? 0) * 10) / 10
  return { p50: at(0.5), p90: at(0.9), p99: at(0.99), max: at(1) }
}
