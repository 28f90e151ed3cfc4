import { printable } from '../printable.ts'
import type { CaseResult, Report } from '../report.ts'

/**
 * Writes the report as JUnit XML, which continuous integration shows: a suite is a test suite, a case a test.
 *
 * An expected failure is a skipped test with its reason, a stale expectation a failed one.
 */
export function reportJunit(report: Report): string {
  const suites = report.suites.map(({ suite, revision, cases }) => {
    const tests = testsOf(report, (one) => one.suite === suite && one.revision === revision)
    const failures = tests.filter((test) => test.includes('<failure ')).length
    const skipped = tests.filter((test) => test.includes('<skipped ')).length
    const name = escaped(`${suite} ${revision}`)
    const head = `name="${name}" tests="${cases}" failures="${failures}" skipped="${skipped}"`
    return [`  <testsuite ${head}>`, ...tests, '  </testsuite>'].join('\n')
  })
  const failures = report.failures.length + report.stale.length
  const total = report.suites.reduce((sum, { cases }) => sum + cases, 0)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="ect-conformance" tests="${total}" failures="${failures}">`,
    ...suites,
    '</testsuites>',
    '',
  ].join('\n')
}

function testsOf(report: Report, isHere: (one: CaseResult) => boolean): string[] {
  return [
    ...report.passed.filter(isHere).map((one) => test(one, '')),
    ...report.failures
      .filter(isHere)
      .map((one) => test(one, element('failure', `expected ${one.expected}, got ${one.given}`))),
    ...report.stale
      .filter(isHere)
      .map((one) => test(one, element('failure', `passes, but is listed as an expected failure: ${one.reason}`))),
    ...report.expectedFailures
      .filter(isHere)
      .map((one) => test(one, element('skipped', `expected ${one.expected}, got ${one.given}: ${one.reason}`))),
  ]
}

function test({ suite, revision, tcId, comment, rules }: CaseResult, outcome: string): string {
  const name = escaped(`${tcId} ${comment} [${rules.join(', ')}]`)
  return `    <testcase classname="${escaped(`${revision}.${suite}`)}" name="${name}">${outcome}</testcase>`
}

function element(name: string, message: string): string {
  return `<${name} message="${escaped(message)}"/>`
}

/** XML has no form at all for most control characters, so they are written as words. */
function escaped(text: string): string {
  return printable(text)
    .replaceAll(/[\ufffe\uffff]/g, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\t', '&#9;')
    .replaceAll('\r', '&#13;')
    .replaceAll('\n', '&#10;')
}
