import { afterAll, describe, expect, it } from 'vitest'
import { foreignAdapters, runAdapter } from '../../src/foreign/adapters.ts'

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
    expect(passed.length).toBeGreaterThan(expectedFailures.length)
  })

  it.skipIf(adapter.command === undefined)('answers every fresh case', async () => {
    const { suites } = await runAdapter(adapter, { seed: 1, freshCases: 40 })
    for (const { unanswered, unsupported } of suites)
      expect({ unanswered, unsupported }).toEqual({ unanswered: 0, unsupported: 0 })
  })
})
