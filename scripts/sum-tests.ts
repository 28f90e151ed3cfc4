// Adds up the vitest reports of all packages.
import { existsSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

export interface TestSum {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  /** In words, what made the sum fail without a failed test. */
  readonly problems: readonly string[]
}

interface Report {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly assertionResults: readonly { status: string }[]
  }[]
}

/** The report that every package's vitest writes, see vitest.shared.ts. */
export const reportFile = 'reports/vitest.json'

/**
 * Adds up the reports of the given package folders. A folder with a `test` folder but without a report or a test, and a test
 * file that failed outside its tests, count as one failure each: otherwise a crash would look like success.
 */
export function sumTests(folders: readonly string[]): TestSum {
  const sums = folders.filter((folder) => existsSync(join(folder, 'test'))).map(sumOne)
  return {
    passed: total(sums.map((sum) => sum.passed)),
    failed: total(sums.map((sum) => sum.failed)),
    skipped: total(sums.map((sum) => sum.skipped)),
    problems: sums.flatMap((sum) => sum.problems),
  }
}

/** The one line that people and CI read. */
export function formatSum(sum: TestSum): string {
  const skipped = sum.skipped > 0 ? `, ${sum.skipped} skipped` : ''
  return `${sum.passed} passed, ${sum.failed} failed${skipped}`
}

function sumOne(folder: string): TestSum {
  const file = join(folder, reportFile)
  if (!existsSync(file)) return failure(`${folder} has tests but no report`)
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report
  const problems = report.testResults
    .filter(failedOutsideTests)
    .map((result) => `${relative(folder, result.name)} of ${folder} did not run`)
  const ran = report.numPassedTests + report.numFailedTests
  if (ran === 0 && problems.length === 0) return failure(`${folder} has a test folder but ran no test`)
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + problems.length,
    skipped: report.numPendingTests + report.numTodoTests,
    problems,
  }
}

function failedOutsideTests(result: Report['testResults'][number]): boolean {
  return result.status === 'failed' && !result.assertionResults.some((assertion) => assertion.status === 'failed')
}

function failure(problem: string): TestSum {
  return { passed: 0, failed: 1, skipped: 0, problems: [problem] }
}

function total(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0)
}
