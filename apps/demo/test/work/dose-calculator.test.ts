import { expect, test } from 'vitest'
import { textOf } from '../../src/bytes.ts'
import {
  integrationTests,
  requirements,
  reviewRequirements,
  testModule,
  unitTests,
  writeModule,
} from '../../src/work/dose-calculator.ts'

test('requirements are accepted when each has a number', () => {
  expect(reviewRequirements(requirements).accepted).toBe(true)
  expect(reviewRequirements(`${requirements}It looks nice.`).accepted).toBe(false)
  expect(reviewRequirements('').accepted).toBe(false)
})

test('the unit tests find the fault of the first version, and their report leads to one that passes', async () => {
  const first = await testModule(writeModule(''), unitTests)
  expect(first.passed).toBe(false)
  const second = writeModule(textOf(first.report))
  expect((await testModule(second, unitTests)).passed).toBe(true)
  expect((await testModule(second, integrationTests)).passed).toBe(true)
})
