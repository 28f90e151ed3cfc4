import { existsSync, globSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { conformanceRoot, loadManifest, loadRequirements, loadSuite } from '../load.ts'
import { type Coverage, measureCoverage, type SourceFile } from './coverage.ts'

/** The folder that holds packages, apps and conformance. */
export const repositoryRoot: string = join(conformanceRoot, '..')

/** Folders that hold test code; the contract that every ledger is tested by is one of them. */
const testFolders = [
  'packages/*/test/**/*.test.ts',
  'packages/*/contract/**/*.ts',
  'apps/*/test/**/*.test.ts',
  '{conformance,examples}/test/**/*.test.ts',
  'test/**/*.test.ts',
]

function read(patterns: readonly string[]): SourceFile[] {
  return globSync(patterns, { cwd: repositoryRoot, exclude: ['**/node_modules'] })
    .toSorted()
    .map((path) => ({ path: path.split(sep).join('/'), text: readFileSync(join(repositoryRoot, path), 'utf8') }))
}

/** Every test file of the repository. */
export function readTests(): SourceFile[] {
  return read(testFolders)
}

/** Every source file of the packages and apps. */
export function readSources(): SourceFile[] {
  return read(['{packages,apps}/*/src/**/*.ts'])
}

/** The coverage of the repository as it stands. */
export function repositoryCoverage(): Coverage {
  return measureCoverage(loadRequirements(), {
    suites: loadManifest().suites.map(({ suite, revision }) => loadSuite(suite, revision)),
    tests: readTests(),
    sources: readSources(),
    hasFile: (path) => existsSync(join(repositoryRoot, path)),
  })
}
