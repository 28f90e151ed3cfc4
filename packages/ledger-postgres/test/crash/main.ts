// The long crash run: node main.ts [rounds]. Exits 1 when a log did not keep its word.
import { crashRounds } from '../../../ledger/contract/crash/crash-rounds.ts'
import { temporaryFolder } from '../../../ledger/contract/temporary-folder.ts'
import { startPostgres } from '../postgres-server.ts'
import { crashedPostgresLedger } from './crashed-postgres-ledger.ts'

const rounds = Number(process.argv[2] ?? 50)
const roundsPerServer = 20
const folder = temporaryFolder()
let failed = false
for (let done = 0; done < rounds; done += roundsPerServer) {
  const server = await startPostgres()
  const ledger = await crashedPostgresLedger(server, folder.path('reports'))
  const summary = await crashRounds(ledger, Math.min(roundsPerServer, rounds - done))
  await server.remove()
  console.log(JSON.stringify(summary))
  failed ||= summary.problems.length > 0
}
folder.remove()
process.exitCode = failed ? 1 : 0
