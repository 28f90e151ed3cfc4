// Publishes all public packages, or with --dry-run shows what would go out. `pnpm release` builds them first. Versions come
// from changesets: run `pnpm exec changeset version` and commit before a release.
import { execSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { pack } from './pack.ts'
import type { WorkspacePackage } from './workspace.ts'
import { publicPackages, root, workspacePackages } from './workspace.ts'

try {
  const { values } = parseArgs({ options: { 'dry-run': { type: 'boolean', default: false } } })
  release(publicPackages(), values['dry-run'])
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

function release(packages: readonly WorkspacePackage[], dryRun: boolean): void {
  refusePrivateDependencies(packages)
  if (dryRun) show(packages)
  else publish(packages)
}

function publish(packages: readonly WorkspacePackage[]): void {
  const unversioned = findUnversioned(packages)
  if (unversioned !== undefined) throw new Error(unversioned)
  const commands = ['pnpm test', 'pnpm check:packages', 'changeset publish']
  for (const command of commands) execSync(command, { cwd: root, stdio: 'inherit' })
}

function show(packages: readonly WorkspacePackage[]): void {
  const target = mkdtempSync(join(tmpdir(), 'ect-release-'))
  try {
    for (const each of packages) {
      const { name, version, sizeBytes, files } = pack(each, target)
      console.log(`${name} ${version}  ${sizeBytes} bytes, ${files.length} files`)
      for (const file of files) console.log(`  ${file}`)
    }
  } finally {
    rmSync(target, { recursive: true })
  }
  const unversioned = findUnversioned(packages)
  if (unversioned !== undefined) console.error(`Nothing would go out yet: ${unversioned}`)
}

/** A published package that needs an unpublished one cannot be installed. */
function refusePrivateDependencies(packages: readonly WorkspacePackage[]): void {
  const privateNames = new Set(
    workspacePackages()
      .map((each) => each.manifest)
      .filter((each) => each.private)
      .map((each) => each.name),
  )
  for (const { manifest } of packages) {
    const needed = Object.keys(manifest.dependencies ?? {}).find((name) => privateNames.has(name))
    if (needed !== undefined) throw new Error(`${manifest.name} depends on ${needed}, which is private`)
  }
}

/** In words, what hinders the publication of a package that no changeset has given a version yet. */
function findUnversioned(packages: readonly WorkspacePackage[]): string | undefined {
  const unversioned = packages.find((each) => each.manifest.version === '0.0.0')
  return unversioned && `${unversioned.manifest.name} is at 0.0.0: run "pnpm exec changeset version" first`
}
