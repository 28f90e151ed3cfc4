// Packs one package exactly as it would be published.
import { execFileSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { WorkspacePackage } from './workspace.ts'

export interface Packed {
  readonly name: string
  readonly version: string
  /** The absolute path of the tarball. */
  readonly tarball: string
  readonly sizeBytes: number
  /** The paths inside the tarball. */
  readonly files: readonly string[]
}

/** Writes the tarball of a public, built package into `target` and tells what is in it. */
export function pack(each: WorkspacePackage, target: string): Packed {
  const { name, version } = each.manifest
  if (each.manifest.private === true) throw new Error(`${name} is private`)
  if (!existsSync(join(each.folder, 'dist'))) throw new Error(`${name} is not built: run "pnpm build"`)
  const output = execFileSync('pnpm', ['pack', '--json', '--pack-destination', target], {
    cwd: each.folder,
    encoding: 'utf8',
  })
  const packed = JSON.parse(output) as { filename: string; files: { path: string }[] }
  const tarball = packed.filename
  return { name, version, tarball, sizeBytes: statSync(tarball).size, files: packed.files.map((file) => file.path) }
}
