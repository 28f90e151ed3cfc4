import type { CaseBase, SuiteName, SuiteRevision } from './cases.ts'
import type { CaseGroup, ExpectedFailure } from './expected-failures.ts'
import { isFresh } from './fresh/fresh-ids.ts'
import { loadManifest, loadRequirements, loadSuite } from './load.ts'
import type { AnyCase } from './select-cases.ts'

/** An expected failure as one case meets it. */
export interface Expectation {
  readonly reason: string
  /** Whether it is an error when the case passes. A group says nothing of the single fresh case. */
  readonly mustFail: boolean
}

/** What an entry is compared with. */
interface ListedCase {
  readonly suite: SuiteName
  readonly revision: SuiteRevision
  readonly item: Pick<CaseBase, 'tcId' | 'rules' | 'result'>
}

/**
 * Finds out which of the selected cases are expected to fail. Where several entries fit, the first one counts.
 *
 * @throws TypeError when an entry names a case, suite, revision or rule that does not exist, or when two entries name
 * the same one: such a list is not what its author believes it to be
 */
export function matchExpectedFailures(
  entries: readonly ExpectedFailure[],
  selected: readonly AnyCase[],
): ReadonlyMap<number, Expectation> {
  if (entries.length === 0) return new Map()
  checkEntries(entries, [...publishedCases(), ...selected.filter(({ item }) => isFresh(item.tcId))])
  const expectations = new Map<number, Expectation>()
  for (const one of selected) {
    const { tcId } = one.item
    const entry = entries.find((candidate) => fits(candidate, one))
    if (entry === undefined) continue
    expectations.set(tcId, { reason: entry.reason, mustFail: 'cases' in entry || !isFresh(tcId) })
  }
  return expectations
}

function publishedCases(): ListedCase[] {
  return loadManifest().suites.flatMap(({ suite, revision }) =>
    loadSuite(suite, revision).cases.map((item) => ({ suite, revision, item })),
  )
}

function fits(entry: ExpectedFailure, one: ListedCase): boolean {
  if ('cases' in entry) return entry.cases.includes(one.item.tcId)
  return isInGroup(entry, one) && !(entry.except ?? []).includes(one.item.tcId)
}

function isInGroup({ suite, revision, rule, result }: CaseGroup, one: ListedCase): boolean {
  return (
    (suite === undefined || suite === one.suite) &&
    (revision === undefined || revision === one.revision) &&
    (rule === undefined || one.item.rules.includes(rule)) &&
    (result === undefined || result === one.item.result)
  )
}

function checkEntries(entries: readonly ExpectedFailure[], all: readonly ListedCase[]): void {
  const ids = new Set(all.map(({ item }) => item.tcId))
  const rules = new Set(loadRequirements().map(({ id }) => id))
  const seen = new Set<string>()
  for (const entry of entries) {
    if (!('cases' in entry)) {
      checkGroup(entry, all, rules)
      const { suite, revision, rule, result } = entry
      checkOnce(seen, `the group ${JSON.stringify({ suite, revision, rule, result })}`)
      continue
    }
    for (const tcId of entry.cases) {
      if (!ids.has(tcId)) throw wrong(`names case ${tcId}, which does not exist`)
      checkOnce(seen, `case ${tcId}`)
    }
  }
}

function checkOnce(seen: Set<string>, name: string): void {
  if (seen.has(name)) throw wrong(`names ${name} twice`)
  seen.add(name)
}

function checkGroup(group: CaseGroup, all: readonly ListedCase[], rules: ReadonlySet<string>): void {
  const { rule, except = [] } = group
  if (rule !== undefined && !rules.has(rule)) throw wrong(`names a rule that does not exist, ${JSON.stringify(rule)}`)
  const members = new Set(all.filter((one) => isInGroup(group, one)).map(({ item }) => item.tcId))
  if (members.size === 0) throw wrong(`has a group without any case, ${JSON.stringify(group)}`)
  const stranger = except.find((tcId) => !members.has(tcId))
  if (stranger !== undefined) throw wrong(`excepts case ${stranger}, which is not in its group`)
}

function wrong(what: string): TypeError {
  return new TypeError(`the list of expected failures ${what}`)
}
