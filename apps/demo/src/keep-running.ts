import { auditLedger } from './audit.ts'
import type { Cast } from './cast.ts'
import { send } from './http-client.ts'
import { identities } from './identities.ts'
import type { Screen } from './report/screen.ts'

/**
 * Starts the ledger again on its file, which must hold what it held, has the agents record there, and says where
 * everything is.
 */
export async function keepRunning(cast: Cast, screen: Screen): Promise<void> {
  const ledgerUrl = await cast.restartLedger()
  await cast.useLedger(ledgerUrl)
  const { entries } = await auditLedger(ledgerUrl, cast.keys)
  const page = (await send(`${ledgerUrl}/`)).ok
  screen.print()
  screen.print(screen.paint('bold', 'Running until Ctrl-C'))
  screen.print(`The ledger, with ${entries.length} tasks:  ${ledgerUrl}/`)
  screen.print(`The one for late tokens:    ${cast.lateLedgerUrl}/`)
  if (!page) {
    screen.print(
      'No page was built for them; they answer /workflows, /entries, /graph/{workflow}, /checkpoint and what else',
    )
    screen.print('/openapi.json describes.')
  }
  screen.print('The next two tasks:')
  screen.print(`  curl --data 'The pump has an alarm.' ${cast.url(identities.agentA)}/tasks`)
}
