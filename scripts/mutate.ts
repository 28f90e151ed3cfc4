// Mutation run over one package, e.g. `pnpm mutate claims`: changes the source in one place after another and looks whether
// a test fails. It works on a clone of the last commit, so that the work tree is never touched.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './workspace.ts'

const [name] = process.argv.slice(2)
if (name === undefined) throw new Error('which package? e.g. pnpm mutate claims')

const clone = mkdtempSync(join(tmpdir(), 'ect-mutate-'))
const run = (command: string, args: readonly string[], cwd: string) =>
  execFileSync(command, args, { cwd, stdio: 'inherit' })
try {
  run('git', ['clone', '--quiet', root, clone], root)
  run('pnpm', ['install', '--frozen-lockfile', '--prefer-offline', '--reporter=silent'], clone)
  const folder = join(clone, 'packages', name)
  run(join(clone, 'node_modules/.bin/stryker'), ['run', join(clone, 'stryker.config.json')], folder)
  cpSync(join(folder, 'reports/mutation'), join(root, 'packages', name, 'reports/mutation'), { recursive: true })
} finally {
  rmSync(clone, { recursive: true, force: true })
}
