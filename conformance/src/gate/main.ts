/** The gate: fails when an active rule has neither vector nor test, or when a test names a rule that does not exist. `--json` prints all of it. */
import { repositoryCoverage } from './repository.ts'

const coverage = repositoryCoverage()
const { rules, uncovered, unknown } = coverage
if (process.argv.includes('--json')) {
  console.log(JSON.stringify(coverage, null, 2))
} else {
  const planned = rules
    .filter(({ requirement }) => requirement.status === 'planned')
    .map(({ requirement }) => requirement.id)
  console.log(
    `${rules.length} rules: ${rules.length - planned.length - uncovered.length} covered, ${planned.length} planned`,
  )
  console.log(`planned: ${planned.join(' ')}`)
  for (const id of uncovered) console.error(`no vector and no test: ${id}`)
  for (const { id, path } of unknown) console.error(`no such rule: ${id} in ${path}`)
}
if (uncovered.length + unknown.length > 0) process.exitCode = 1
