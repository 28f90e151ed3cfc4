// The long run: node main.ts [seconds] [clients]. Exits 1 when something that was acknowledged is not in the log.
import { loadRun } from './load-run.ts'

const summary = await loadRun(Number(process.argv[2] ?? 60), Number(process.argv[3] ?? 8))
console.log(JSON.stringify(summary, undefined, 2))
process.exitCode = summary.problems.length > 0 ? 1 : 0
