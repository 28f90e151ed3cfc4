// Lists the packages of this repository.
import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The members of a package.json that the scripts and tests here read. */
export interface Manifest {
  readonly name: string
  readonly version: string
  readonly private?: boolean
  readonly exports?: Readonly<Record<string, unknown>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

export interface WorkspacePackage {
  /** The absolute path of the package's folder. */
  readonly folder: string
  readonly manifest: Manifest
}

/** The absolute path of the repository. */
export const root: string = join(import.meta.dirname, '..')

/** All packages below the root, sorted by folder; the same patterns stand in pnpm-workspace.yaml. */
export function workspacePackages(): WorkspacePackage[] {
  const files = globSync('{packages/*,apps/*,bench,conformance,examples,fuzz}/package.json', { cwd: root })
  return files.sort().map((file) => ({ folder: join(root, dirname(file)), manifest: readManifest(join(root, file)) }))
}

/** The packages that are published. */
export function publicPackages(): WorkspacePackage[] {
  return workspacePackages().filter((each) => each.manifest.private !== true)
}

/** Reads a package.json. */
export function readManifest(file: string): Manifest {
  return JSON.parse(readFileSync(file, 'utf8')) as Manifest
}
