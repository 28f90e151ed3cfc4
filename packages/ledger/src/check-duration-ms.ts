import { checkWhole } from './check-whole.ts'

/** A timer of JavaScript that is set for longer goes off at once. */
const longestMs = 2 ** 31 - 1

/**
 * Checks a time to wait that a caller gives, in milliseconds.
 *
 * @throws TypeError when it is not a whole number from 0 to 2^31-1
 */
export function checkDurationMs(value: number, name: string): number {
  if (checkWhole(value, name) > longestMs) throw new TypeError(`${name} must be at most ${longestMs}`)
  return value
}
