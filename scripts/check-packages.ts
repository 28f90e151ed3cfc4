// Checks the packed form of every public package with publint (package.json, files) and attw (types as a consumer sees them).
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pack } from './pack.ts'
import { publicPackages } from './workspace.ts'

const target = mkdtempSync(join(tmpdir(), 'ect-packed-'))
try {
  for (const each of publicPackages()) {
    const { name, tarball } = pack(each, target)
    check(name, 'publint', ['run', tarball, '--strict'])
    check(name, 'attw', [tarball, '--profile', 'esm-only', '--no-emoji'])
  }
} finally {
  rmSync(target, { recursive: true })
}

function check(name: string, tool: string, args: readonly string[]): void {
  const run = spawnSync(tool, args, { encoding: 'utf8' })
  console.log(`${name}: ${tool} ${run.status === 0 ? 'found nothing' : 'failed'}`)
  if (run.status === 0) return
  console.error(run.error ?? `${run.stdout}${run.stderr}`)
  process.exitCode = 1
}
