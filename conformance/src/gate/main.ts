/**
 * The gate: fails when an active rule has neither vector nor test, or no file that implements it, and when a title or a comment
 * names a rule that does not exist. `--json` prints all of it.
 */
import { repositoryCoverage } from './repository.ts'

const coverage = repositoryCoverage()
const { rules, problems } = coverage
if (process.argv.includes('--json')) {
  console.log(JSON.stringify(coverage, null, 2))
} else {
  const planned = rules
    .filter(({ requirement }) => requirement.status === 'planned')
    .map(({ requirement }) => requirement.id)
  console.log(`${rules.length} rules, ${planned.length} of them planned; ${problems.length} problems`)
  console.log(`planned: ${planned.join(' ')}`)
  for (const problem of problems) console.error(problem)
}
if (problems.length > 0) process.exitCode = 1
