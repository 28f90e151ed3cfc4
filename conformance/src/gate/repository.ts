import { globSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { conformanceRoot, loadManifest, loadRequirements, loadSuite } from '../load.ts'
import type { Coverage, SourceFile } from './coverage.ts'
import { measureCoverage } from './coverage.ts'

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

function read(root: string, patterns: readonly string[]): SourceFile[] {
  return globSync(patterns, { cwd: root, exclude: ['**/node_modules'] })
    .toSorted()
    .map((path) => ({ path: path.split(sep).join('/'), text: readFileSync(join(root, path), 'utf8') }))
}

/** Every test file of the repository. */
export function readTests(root: string = repositoryRoot): SourceFile[] {
  return read(root, testFolders)
}

/** Every source file of the packages and apps. */
export function readSources(root: string = repositoryRoot): SourceFile[] {
  return read(root, ['{packages,apps}/*/src/**/*.ts'])
}

/** The coverage of the repository as it stands. */
export function repositoryCoverage(root: string = repositoryRoot): Coverage {
  const suites = loadManifest().suites.map(({ suite, revision }) => loadSuite(suite, revision))
  return measureCoverage(loadRequirements(), suites, readTests(root))
}
