/**
 * Runs work on every item, several at a time. After the first failure no more is begun, and it is thrown when all that
 * was begun has ended: nothing goes on behind the caller's back.
 *
 * @param limit most that are under way at the same time
 */
export async function forEachConcurrently<T>(
  items: Iterable<T>,
  limit: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const iterator = items[Symbol.iterator]()
  let failed = false
  const workOff = async (): Promise<void> => {
    for (let next = iterator.next(); !next.done && !failed; next = iterator.next()) {
      try {
        await work(next.value)
      } catch (error) {
        failed = true
        throw error
      }
    }
  }
  const ends = await Promise.allSettled(Array.from({ length: limit }, workOff))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
}
