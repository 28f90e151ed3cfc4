// Publishes all public packages, or with --dry-run shows what would go out. Versions come from changesets: run
// `pnpm exec changeset version` and commit before a release.
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
  refuseUnversioned(packages)
  for (const command of ['pnpm check:packages', 'changeset publish']) execSync(command, { cwd: root, stdio: 'inherit' })
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

function refuseUnversioned(packages: readonly WorkspacePackage[]): void {
  const unversioned = packages.find((each) => each.manifest.version === '0.0.0')
  if (unversioned) throw new Error(`${unversioned.manifest.name} is at 0.0.0: run "pnpm exec changeset version" first`)
}
