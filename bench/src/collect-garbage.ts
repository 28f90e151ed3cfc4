import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as (options?: { readonly type: 'minor' }) => void

/** Collects all garbage. What only a finalizer lets go is gone after the second time. */
export function collectGarbage(): void {
  collect()
  collect()
}

/** Collects what is young; what is left after the second time is young no more. Takes a few milliseconds. */
export function collectYoungGarbage(): void {
  collect({ type: 'minor' })
  collect({ type: 'minor' })
}
