import { join } from 'node:path'
import { runConformance } from '@wimse-ect/conformance'
import { expect, it } from 'vitest'

it('the packages answer every case of the conformance suites as expected, in detail', async () => {
  const adapter = join(import.meta.dirname, '../src/conformance-adapter.ts')
  const report = await runConformance(`${process.execPath} --conditions=@wimse-ect/source ${adapter}`, { strict: true })
  expect(report.failures).toEqual([])
})
