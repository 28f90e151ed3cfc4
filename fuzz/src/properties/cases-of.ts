import { loadCases, loadManifest, type SuiteCases, type SuiteName } from '@wimse-ect/conformance'

/** The cases of a suite of the conformance vectors, of every revision that it has. */
export function casesOf<Name extends SuiteName>(name: Name): readonly SuiteCases[Name][] {
  const suites = loadManifest().suites.filter(({ suite }) => suite === name)
  return suites.flatMap(({ revision }) => loadCases(name, revision))
}
