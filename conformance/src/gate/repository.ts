import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { conformanceRoot, loadManifest, loadRequirements, loadSuite } from '../load.ts'
import type { Coverage, SourceFile } from './coverage.ts'
import { measureCoverage } from './coverage.ts'

/** The folder that holds packages, apps and conformance. */
export const repositoryRoot: string = join(conformanceRoot, '..')

/** Reads the files below `folder` of every package, every app and, when asked for, of conformance. */
function read(root: string, folder: string, ending: string, withConformance: boolean): SourceFile[] {
  const homes = ['packages', 'apps'].flatMap((home) => {
    const path = join(root, home)
    return existsSync(path) ? readdirSync(path).map((name) => join(path, name)) : []
  })
  return [...homes, ...(withConformance ? [join(root, 'conformance')] : [])]
    .map((home) => join(home, folder))
    .filter((path) => existsSync(path))
    .flatMap((path) =>
      readdirSync(path, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith(ending))
        .map((name) => join(path, name)),
    )
    .toSorted()
    .map((path) => ({ path: relative(root, path).split(sep).join('/'), text: readFileSync(path, 'utf8') }))
}

/** Every test file of the repository. */
export function readTests(root: string = repositoryRoot): SourceFile[] {
  return read(root, 'test', '.test.ts', true)
}

/** Every source file of the packages and apps. */
export function readSources(root: string = repositoryRoot): SourceFile[] {
  return read(root, 'src', '.ts', false)
}

/** The coverage of the repository as it stands. */
export function repositoryCoverage(root: string = repositoryRoot): Coverage {
  const suites = loadManifest().suites.map(({ suite, revision }) => loadSuite(suite, revision))
  return measureCoverage(loadRequirements(), suites, readTests(root))
}
