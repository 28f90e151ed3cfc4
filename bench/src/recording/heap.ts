import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Bytes that this process keeps in its heap and in buffers outside of it, after all garbage is gone. */
export function keptBytes(): number {
  collectGarbage()
  // What only a finalizer lets go is gone after the second.
  collectGarbage()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** Frees all that nobody holds, so that this does not fall into what is timed next. */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
}
