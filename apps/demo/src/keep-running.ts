import type { LedgerEntry } from 'wimse-ect'
import { auditLedger } from './audit.ts'
import type { Cast } from './cast.ts'
import { send } from './http-client.ts'
import { identities } from './identities.ts'
import type { Screen } from './report/screen.ts'
import { expectEqual } from './surprise.ts'

/**
 * Starts the ledger again on its file, has the agents record there, and says where everything is.
 *
 * @param entries what the ledger held, and must hold
 */
export async function keepRunning(cast: Cast, entries: readonly LedgerEntry[], screen: Screen): Promise<void> {
  const ledgerUrl = await cast.restartLedger()
  await cast.useLedger(ledgerUrl)
  const { entries: kept } = await auditLedger(ledgerUrl, cast.keys)
  expectEqual('ledger after its restart', kept, entries)
  const page = (await send(`${ledgerUrl}/`)).ok
  screen.print()
  screen.print(screen.paint('bold', 'Running until Ctrl-C'))
  screen.print(`The ledger, with ${entries.length} tasks:  ${ledgerUrl}/`)
  screen.print(`The one for late tokens:    ${cast.lateLedgerUrl}/`)
  if (!page) {
    screen.print('Their page is not built: npx --yes pnpm@12 build builds it. They answer /workflows, /entries,')
    screen.print('/graph/{workflow} and what else /openapi.json describes.')
  }
  screen.print('The next two tasks:')
  screen.print(`  curl --data 'The pump has an alarm.' ${cast.url(identities.agentA)}/tasks`)
}
