import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { formatSum, reportFile, sumTests } from '../scripts/sum-tests.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sum-tests-'))
  mkdirSync(join(folder, 'test'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function writeReport(numPassedTests: number, numFailedTests: number, testResults: object[] = []): void {
  mkdirSync(join(folder, 'reports'))
  const report = { numPassedTests, numFailedTests, numPendingTests: 1, numTodoTests: 1, testResults }
  writeFileSync(join(folder, reportFile), JSON.stringify(report))
}

test('reports of several packages are added up', () => {
  writeReport(2, 1)
  expect(formatSum(sumTests([folder, folder]))).toBe('4 passed, 2 failed, 4 skipped')
})

test('a package without a test folder adds nothing', () => {
  rmSync(join(folder, 'test'), { recursive: true })
  expect(formatSum(sumTests([folder]))).toBe('0 passed, 0 failed')
})

test('a test folder without a report is a failure', () => {
  expect(formatSum(sumTests([folder]))).toBe('0 passed, 1 failed')
})

test('a test folder whose report counts no test is a failure', () => {
  writeReport(0, 0)
  expect(formatSum(sumTests([folder]))).toBe('0 passed, 1 failed')
})

test('a test file that could not be loaded is a failure', () => {
  writeReport(3, 0, [{ name: join(folder, 'test/broken.test.ts'), status: 'failed', assertionResults: [] }])
  expect(formatSum(sumTests([folder]))).toBe('3 passed, 1 failed, 2 skipped')
})
