import type { SuiteCases, SuiteName, SuiteRevision } from './cases.ts'
import type { ManifestSuite } from './formats.ts'
import { freshRanges, isFresh } from './fresh/fresh-ids.ts'
import { defaultFreshCases, freshRevision, makeFreshCase, makeFreshCases } from './fresh/make-fresh-cases.ts'
import { loadCases, loadManifest } from './load.ts'

/** A case and where it comes from. */
export interface AnyCase {
  readonly suite: SuiteName
  readonly revision: SuiteRevision
  readonly item: SuiteCases[SuiteName]
}

/** Which cases are asked for. What several members say must all hold. */
export interface Selection {
  /** Names of suites. Default: all. */
  readonly suites?: readonly string[]
  /** Names of revisions. Default: all. */
  readonly revisions?: readonly string[]
  /** `tcId`s. Default: all. */
  readonly cases?: readonly number[]
  /** Fresh cases are made from this number, in the place of the published ones. Default: the published cases. */
  readonly seed?: number
  /** Fresh cases of each suite, 1 to 100,000. Default: 200. */
  readonly freshCases?: number
}

/**
 * Loads or makes the cases that are asked for.
 *
 * @throws TypeError for a suite, revision or case that is not there, for options that do not fit each other, and when no
 * case is left: a run that asks nothing would pass
 */
export function selectCases(selection: Selection = {}): readonly AnyCase[] {
  const { cases, seed, freshCases } = selection
  if (seed === undefined && freshCases !== undefined) throw new TypeError('fresh cases need a seed')
  const selected = seed === undefined ? published(selection) : fresh(seed, selection)
  if (cases === undefined || cases.length === 0) return selected
  const wanted = new Set(cases)
  const chosen = selected.filter(({ item }) => wanted.has(item.tcId))
  const missing = cases.find((tcId) => !chosen.some(({ item }) => item.tcId === tcId))
  if (missing !== undefined) throw new TypeError(`there is no case ${missing} among those asked for`)
  return chosen
}

function published({ suites = [], revisions = [], cases = [] }: Selection): readonly AnyCase[] {
  if (cases.some(isFresh)) throw new TypeError('a fresh case needs its seed')
  const all = loadManifest().suites
  const chosen = (entry: ManifestSuite): boolean => isAsked(suites, entry.suite) && isAsked(revisions, entry.revision)
  checkNames(
    'suite',
    suites,
    all.map(({ suite }) => suite),
  )
  checkNames(
    'revision',
    revisions,
    all.map(({ revision }) => revision),
  )
  const entries = all.filter(chosen)
  if (entries.length === 0) throw new TypeError('none of the suites has cases of the revisions asked for')
  return entries.flatMap(({ suite, revision }) => loadCases(suite, revision).map((item) => ({ suite, revision, item })))
}

function fresh(seed: number, { suites = [], revisions = [], cases = [], freshCases }: Selection): readonly AnyCase[] {
  checkNames('suite with fresh cases', suites, Object.keys(freshRanges))
  checkNames('revision with fresh cases', revisions, [freshRevision])
  const isOfSuite = ({ suite }: AnyCase): boolean => isAsked(suites, suite)
  // A case depends on seed and number alone, so that one can be made without the others.
  if (cases.length > 0) return cases.map((tcId) => makeFreshCase(seed, tcId)).filter(isOfSuite)
  return makeFreshCases(seed, freshCases ?? defaultFreshCases, suites)
}

function isAsked(names: readonly string[], name: string): boolean {
  return names.length === 0 || names.includes(name)
}

function checkNames(what: string, given: readonly string[], known: readonly string[]): void {
  const unknown = given.find((name) => !known.includes(name))
  if (unknown !== undefined) throw new TypeError(`there is no ${what} ${JSON.stringify(unknown)}`)
}
