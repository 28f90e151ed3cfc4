import { join } from 'node:path'
import { runConformance } from '@wimse-ect/conformance'
import { expect, it } from 'vitest'

const adapter = join(import.meta.dirname, '../src/conformance-adapter.ts')
const command = `${process.execPath} --conditions=@wimse-ect/source ${adapter}`

it('the packages answer every case of the conformance suites as expected, in detail', async () => {
  const report = await runConformance(command, { strict: true })
  expect(report.failures).toEqual([])
})

// Seeds that never change: a test that fails only now and then helps nobody. Others come from
// `ect conformance --seed "$RANDOM"`.
it.each([11, 12])('the packages answer the fresh cases of seed %d as expected, in detail', async (seed) => {
  const report = await runConformance(command, { strict: true, seed, freshCases: 80 })
  expect(report.failures).toEqual([])
  expect(report.suites).toHaveLength(5)
})
