import type { JudgedReceipt } from '../scenes/receipt.ts'
import type { Screen } from './screen.ts'

/** Prints which entry the receipt proves, and what became of it with another token. */
export function printReceipt(screen: Screen, { entry, otherEntry, refusal }: JudgedReceipt): void {
  const holds = screen.paint('green', 'holds')
  const keys = 'the keys of the log and its witness'
  screen.print(`The receipt of ${name(entry)} ${holds}, checked offline with nothing but ${keys}.`)
  screen.print(`With the token of ${name(otherEntry)} in it, it is refused: ${screen.paint('green', refusal)}`)
}

function name({ sequence, action }: JudgedReceipt['entry']): string {
  return `entry ${sequence} (${action})`
}
