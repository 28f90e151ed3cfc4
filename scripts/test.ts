// Runs the tests of all packages and prints, as the last line, how many passed and failed.
import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { formatSum, reportFile, sumTests } from './sum-tests.ts'
import { root, workspacePackages } from './workspace.ts'

const folders = [root, ...workspacePackages().map((each) => each.folder)]
// A report of an earlier run must not stand in for a run that crashed. Turbo restores those of unchanged packages.
for (const folder of folders) rmSync(join(folder, reportFile), { force: true })

const run = spawnSync('turbo run test test:root --continue --log-order=grouped', {
  cwd: root,
  env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' },
  shell: true,
  stdio: 'inherit',
})

const sum = sumTests(folders)
for (const problem of sum.problems) console.error(problem)
// Vitest also fails for what happens outside any test, such as a rejection nobody handled: that is one failure more.
const unexplained = run.status !== 0 && sum.failed === 0 ? 1 : 0
if (unexplained > 0) console.error('A test run failed although none of its tests did; see above.')
console.log(formatSum({ ...sum, failed: sum.failed + unexplained }))
process.exitCode = sum.failed + unexplained > 0 ? 1 : 0
