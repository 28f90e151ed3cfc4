import { shortName } from '../identities.ts'
import type { JudgedAttack } from '../scenes/attacks.ts'
import type { Screen } from './screen.ts'
import { printTable } from './table.ts'

/** Prints what was tried on whom, the code that was expected, and the one that the victim's log shows. */
export function printAttacks(screen: Screen, attacks: readonly JudgedAttack[]): void {
  const rows = attacks.map(
    ({ name, victim, expected, observed }) =>
      [name, shortName(victim), expected, [observed, observed === expected ? 'green' : 'red']] as const,
  )
  printTable(screen, ['attack', 'victim', 'expected', 'observed'], rows)
  screen.print()
  screen.print(
    'Codes are from the log of the victim. The agents told Mallory no more than 403, Forbidden; the ledger told',
  )
  screen.print('her the code as well, as it does everybody who may write to it.')
  screen.print('First entry: the ledger answered with what it had recorded before, and recorded nothing.')
}
