/** Runs each piece of work after those before it are done, whether they failed or not. */
export type InTurn = <T>(work: () => Promise<T>) => Promise<T>

/** Makes a queue of its own: of two pieces of work that check and then write, the second sees what the first wrote. */
export function createQueue(): InTurn {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const done = last.then(work)
    last = done.catch(() => {})
    return done
  }
}
