import type { ExpectedFailure } from './expected-failures.ts'
import type { CaseResult, Report } from './report.ts'

/**
 * Proposes a list of expected failures for the failures of a report that are not expected yet, without reasons.
 *
 * A suite that fails as a whole is one entry, and so is a rule that does within its suite; what is left is listed by
 * suite and first rule. The reasons are empty, and {@link parseExpectedFailures} refuses the list until somebody has
 * written them.
 */
export function proposeExpectedFailures(report: Report): { readonly expectedFailures: readonly ExpectedFailure[] } {
  const others = [...report.passed, ...report.stale, ...report.expectedFailures]
  const groups = new Map<string, CaseResult[]>()
  for (const failure of report.failures) {
    const name = JSON.stringify([failure.suite, failure.revision, failure.rules[0]])
    groups.set(name, [...(groups.get(name) ?? []), failure])
  }
  const wholeSuites = report.suites.filter(({ suite, revision }) => {
    const isHere = (one: CaseResult): boolean => one.suite === suite && one.revision === revision
    return report.failures.some(isHere) && !others.some(isHere)
  })
  const isWhole = (one: CaseResult): boolean =>
    wholeSuites.some(({ suite, revision }) => one.suite === suite && one.revision === revision)
  return {
    expectedFailures: [
      ...wholeSuites.map(({ suite, revision }) => ({ suite, revision, reason: '' })),
      ...[...groups.values()].flatMap((group) => {
        const [first] = group
        return first === undefined || isWhole(first) ? [] : [entryFor(first, group, report, others)]
      }),
    ],
  }
}

function entryFor(
  { suite, revision, rules: [rule = ''] }: CaseResult,
  group: readonly CaseResult[],
  report: Report,
  others: readonly CaseResult[],
): ExpectedFailure {
  const isUnderRule = (one: CaseResult): boolean =>
    one.suite === suite && one.revision === revision && one.rules.includes(rule)
  const all = report.failures.filter(isUnderRule).length
  if (all === group.length && !others.some(isUnderRule)) return { suite, revision, rule, reason: '' }
  return { cases: group.map(({ tcId }) => tcId), reason: '' }
}
