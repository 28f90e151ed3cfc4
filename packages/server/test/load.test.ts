import { expect, it, vi } from 'vitest'
import { loadRun } from './load/load-run.ts'

vi.setConfig({ testTimeout: 120_000 })

it('[LEDGER-DURABLE-ACK] [LEDGER-CRASH] killed under eight writers, instances lose and double nothing', async () => {
  const summary = await loadRun(8, 8)
  expect(summary.problems).toEqual([])
  expect(summary.acknowledged).toBeGreaterThan(100)
  expect(summary.repeated).toBeGreaterThan(0)
})
