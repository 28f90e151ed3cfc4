import { afterAll, describe, expect, it } from 'vitest'
import { adapterRevision, foreignAdapters, runAdapter } from '../../src/foreign/adapters.ts'

const adapters = foreignAdapters()
const missing = adapters.filter(({ command }) => command === undefined)

afterAll(() => {
  for (const { name, advice } of missing) {
    console.warn(`\n${name.toUpperCase()} CANNOT RUN: its tests are SKIPPED. To run them, ${advice}.\n`)
  }
})

describe.each(adapters)('the adapter $name', { timeout: 120_000 }, (adapter) => {
  it.skipIf(adapter.command === undefined)('fails what it is known to fail, and nothing else', async () => {
    const { ok, failures, stale, expectedFailures, passed } = await runAdapter(adapter)
    expect({ failures, stale }).toEqual({ failures: [], stale: [] })
    expect(ok).toBe(true)
    const own = expectedFailures.filter(({ revision }) => revision === adapterRevision)
    expect(passed.length).toBeGreaterThan(own.length)
  })

  it.skipIf(adapter.command === undefined)('leaves out every case of the revisions that it does not know', async () => {
    const { ok, suites } = await runAdapter(adapter, { revisions: ['ect-00', 'ect-01'] })
    expect(ok).toBe(true)
    for (const { cases, unsupported, expected } of suites)
      expect({ unsupported, expected }).toEqual({ unsupported: cases, expected: cases })
  })

  it.skipIf(adapter.command === undefined)('answers every fresh case', async () => {
    const { suites } = await runAdapter(adapter, { seed: 1, freshCases: 40 })
    for (const { unanswered, unsupported } of suites)
      expect({ unanswered, unsupported }).toEqual({ unanswered: 0, unsupported: 0 })
  })
})
