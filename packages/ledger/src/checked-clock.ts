import { checkWhole } from './check-whole.ts'

/**
 * The clock of a ledger, in seconds since 1970: never half a second or a time that is none.
 *
 * @param clock default: the system's
 * @throws TypeError (the clock) when it gives anything but a whole number, 0 or more
 */
export function checkedClock(clock: () => number = systemClock): () => number {
  return () => checkWhole(clock(), 'clock')
}

function systemClock(): number {
  return Math.floor(Date.now() / 1000)
}
