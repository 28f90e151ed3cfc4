// Mutation run over one package, e.g. `pnpm mutate claims`: changes the source in one place after another and looks
// whether a test fails. It works on a clone of the last commit, so that the work tree is never touched. What is already
// known of lines that did not change is kept in the package's reports folder and not tried again. Further arguments are
// Stryker's: `--mutate 'src/merkle/*.ts'` tries a part of the package, `--force` tries everything again.
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './workspace.ts'

const [name, ...strykerOptions] = process.argv.slice(2)
if (name === undefined) throw new Error('which package? e.g. pnpm mutate claims')

const clone = mkdtempSync(join(tmpdir(), 'ect-mutate-'))
const folder = join(clone, 'packages', name)
const reports = join(root, 'packages', name, 'reports/mutation')
const reportsInClone = join(folder, 'reports/mutation')
const run = (command: string, args: readonly string[], cwd: string) =>
  execFileSync(command, args, { cwd, stdio: 'inherit' })
// Stryker ends then and writes what it knows; this process waits for it.
process.on('SIGINT', () => undefined)
try {
  run('git', ['clone', '--quiet', root, clone], root)
  run('pnpm', ['install', '--frozen-lockfile', '--prefer-offline', '--reporter=silent'], clone)
  if (existsSync(reports)) cpSync(reports, reportsInClone, { recursive: true })
  const stryker = join(clone, 'node_modules/.bin/stryker')
  run(stryker, ['run', join(clone, 'stryker.config.json'), ...strykerOptions], folder)
} finally {
  if (existsSync(reportsInClone)) cpSync(reportsInClone, reports, { recursive: true })
  rmSync(clone, { recursive: true, force: true })
}
