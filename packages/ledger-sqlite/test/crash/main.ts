// The long crash run: node main.ts [kills]. Exits 1 when a ledger did not keep its word.
import { crashRounds } from '../../../ledger/contract/crash/crash-rounds.ts'
import { temporaryFolder } from '../../../ledger/contract/temporary-folder.ts'
import { crashedSqliteLedger } from './crashed-sqlite-ledger.ts'

const kills = Number(process.argv[2] ?? 200)
const killsPerLedger = 20
const folder = temporaryFolder()
let failed = false
for (let done = 0; done < kills; done += killsPerLedger) {
  const ledger = crashedSqliteLedger(folder.path(`ledger-${done}.db`))
  const summary = await crashRounds(ledger, Math.min(killsPerLedger, kills - done))
  console.log(JSON.stringify(summary))
  failed ||= summary.problems.length > 0
}
folder.remove()
process.exitCode = failed ? 1 : 0
