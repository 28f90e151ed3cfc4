import { setTimeout as wait } from 'node:timers/promises'

/**
 * Does something once for each item, at times that were fixed beforehand: a slow answer does not put off what comes
 * after it, as it would if whoever sends waited for it.
 *
 * @param perSecond how many in a second
 * @returns from the planned time of each to its end, in milliseconds
 */
export async function openLoop<Item>(
  items: readonly Item[],
  perSecond: number,
  run: (item: Item) => Promise<unknown>,
): Promise<readonly number[]> {
  const apartMs = 1000 / perSecond
  const begun = performance.now()
  const durations: Promise<number>[] = []
  for (const [at, item] of items.entries()) {
    const planned = begun + at * apartMs
    // Timers are a millisecond late or more; what is due is then sent at once, and is late already.
    while (performance.now() < planned) await wait(Math.max(0, planned - performance.now()))
    const duration = run(item).then(() => performance.now() - planned)
    // Whoever waits for all of them hears of a failure; it may come before.
    duration.catch(() => undefined)
    durations.push(duration)
  }
  return Promise.all(durations)
}

/** The least duration that so many of them do not exceed. */
export function percentile(durations: readonly number[], share: number): number {
  const sorted = durations.toSorted((one, other) => one - other)
  const found = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
  if (found === undefined) throw new TypeError('nothing was measured')
  return found
}
