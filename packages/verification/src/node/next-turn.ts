import { setImmediate } from 'node:timers/promises'

/** Lets what else is waiting in this thread have its turn. */
export function nextTurn(): Promise<void> {
  return setImmediate()
}
