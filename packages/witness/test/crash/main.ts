// The long crash run: node main.ts [kills]. Exits 1 when a witness contradicted itself.
import { temporaryFolder } from '../../../ledger/contract/temporary-folder.ts'
import { crashRounds } from './crash-rounds.ts'

const kills = Number(process.argv[2] ?? 200)
const killsPerWitness = 20
const folder = temporaryFolder()
let failed = false
for (let done = 0; done < kills; done += killsPerWitness) {
  const summary = await crashRounds(folder.path(`state-${done}`), Math.min(killsPerWitness, kills - done), 400)
  console.log(JSON.stringify(summary))
  failed ||= summary.problems.length > 0
}
folder.remove()
process.exitCode = failed ? 1 : 0
