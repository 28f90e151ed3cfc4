import type { ExpectedFailure } from './expected-failures.ts'
import type { CaseResult, Failure, Report } from './report.ts'

/**
 * Proposes a list of expected failures for the failures of a report that are not expected yet, without reasons.
 *
 * A suite that fails as a whole is one entry, and so is a rule that does within its suite, or all refusals for a rule;
 * what is left is listed by suite and first rule. The reasons are empty, and {@link parseExpectedFailures} refuses the
 * list until somebody has written them.
 */
export function proposeExpectedFailures(report: Report): { readonly expectedFailures: readonly ExpectedFailure[] } {
  const right = [...report.passed, ...report.stale]
  const entries: ExpectedFailure[] = []
  const single = new Map<string, number[]>()
  let open: readonly Failure[] = report.failures
  while (open.length > 0) {
    const [first] = open
    if (first === undefined) break
    const group = groupsAround(first).find((candidate) => !right.some(candidate.holds))
    if (group === undefined) {
      const name = `${first.suite} ${first.revision} ${first.rules[0]}`
      single.set(name, [...(single.get(name) ?? []), first.tcId])
      open = open.slice(1)
    } else {
      entries.push({ ...group.members, reason: '' })
      open = open.filter((one) => !group.holds(one))
    }
  }
  return { expectedFailures: [...entries, ...[...single.values()].map((cases) => ({ cases, reason: '' }))] }
}

/** Groups that hold a failure, the largest first. */
function groupsAround({ suite, revision, rules, result }: Failure) {
  const isHere = (one: CaseResult): boolean => one.suite === suite && one.revision === revision
  return [
    { members: { suite, revision }, holds: isHere },
    ...rules.map((rule) => ({
      members: { suite, revision, rule },
      holds: (one: CaseResult): boolean => isHere(one) && one.rules.includes(rule),
    })),
    ...rules.map((rule) => ({
      members: { suite, revision, rule, result },
      holds: (one: CaseResult): boolean => isHere(one) && one.rules.includes(rule) && one.result === result,
    })),
  ]
}
