import type { JudgedForgery } from '../scenes/forgery.ts'
import type { Screen } from './screen.ts'

/** Prints that the file of the ledger is sound, and what the check found in the forged copy. */
export function printForgery(screen: Screen, { entry, issues }: JudgedForgery): void {
  const { sequence, action } = entry
  const found = issues.map((issue) =>
    issue.sequence === undefined ? issue.kind : `${issue.kind} of entry ${issue.sequence}`,
  )
  const holds = screen.paint('green', 'holds')
  const refusal = screen.paint('green', found.join(', '))
  screen.print(`The file of the ledger ${holds}, checked from end to end after its process had ended.`)
  screen.print(`With the decision of entry ${sequence} (${action}) changed in a copy, it does not: ${refusal}`)
}
