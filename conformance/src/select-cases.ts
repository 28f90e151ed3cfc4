import type { SuiteCases, SuiteName, SuiteRevision } from './cases.ts'
import type { ManifestSuite } from './formats.ts'
import { loadCases, loadManifest } from './load.ts'

/** A case and where it comes from. */
export interface AnyCase {
  readonly suite: SuiteName
  readonly revision: SuiteRevision
  readonly item: SuiteCases[SuiteName]
}

/**
 * Loads the cases of the named suites, or of all when none is named.
 *
 * @throws TypeError for a name that is not there
 */
export function selectCases(names: readonly string[] = []): readonly AnyCase[] {
  const { suites } = loadManifest()
  const unknown = names.find((name) => !suites.some(({ suite }) => suite === name))
  if (unknown !== undefined) throw new TypeError(`there is no suite ${JSON.stringify(unknown)}`)
  const chosen = (entry: ManifestSuite): boolean => names.length === 0 || names.includes(entry.suite)
  return suites
    .filter(chosen)
    .flatMap(({ suite, revision }) => loadCases(suite, revision).map((item) => ({ suite, revision, item })))
}
