// Installs the packed packages into an empty project and imports each, as a user would: nothing of this workspace can help them.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { pack } from './pack.ts'
import { publicPackages } from './workspace.ts'

// The machine's own Node instead of this repository's: on a machine with Node 20 this proves that the packages run there.
const path = (process.env.PATH ?? '').split(delimiter).filter((entry) => !entry.includes('node_modules'))
const env = { ...process.env, PATH: path.join(delimiter) }

const project = mkdtempSync(join(tmpdir(), 'ect-install-'))
try {
  const packed = publicPackages().map((each) => pack(each, project))
  const dependencies = Object.fromEntries(packed.map(({ name, tarball }) => [name, `file:${tarball}`]))
  writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module', dependencies }))
  writeFileSync(join(project, 'main.js'), packed.map(({ name }) => `await import('${name}')\n`).join(''))
  execFileSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: project,
    env,
    stdio: 'inherit',
  })
  execFileSync('node', ['main.js'], { cwd: project, env, stdio: 'inherit' })
  const version = execFileSync('node', ['--version'], { env, encoding: 'utf8' }).trim()
  console.log(`${packed.length} packages install and load on Node ${version}`)
} finally {
  rmSync(project, { recursive: true })
}
