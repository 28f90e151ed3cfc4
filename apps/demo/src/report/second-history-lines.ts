import type { JudgedHistories } from '../scenes/second-history.ts'
import type { Screen } from './screen.ts'

/** Prints how the witness refused the histories that contradict what it saw. */
export function printSecondHistory(screen: Screen, { entry, changed, cutOff }: JudgedHistories): void {
  const [first, second] = [changed, cutOff].map((code) => screen.paint('green', code))
  screen.print(`Signed anew with the key of the log, that copy passes for it; the witness refuses it: ${first}`)
  screen.print(`Cut off before entry ${entry.sequence} and signed anew, it is refused as well: ${second}`)
}
