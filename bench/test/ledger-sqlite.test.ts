import { expect, it } from 'vitest'
import { measureRatio } from '../src/ledger-sqlite/ratios.ts'
import { measureScale } from '../src/ledger-sqlite/scale.ts'

const spread = { median: expect.any(Number), min: expect.any(Number), max: expect.any(Number) }

it('ratios of a few entries are measured: nothing is refused on either side', async () => {
  const row = await measureRatio({ calls: 3, tokensPerCall: 5 }, { entries: 30, repetitions: 2 })
  expect(row).toEqual({ calls: 3, tokensPerCall: 5, ledger: spread, plain: spread, ratio: spread })
})

it('a ledger is filled, opened again, and gives receipts', async () => {
  const told: number[] = []
  const onProgress = (done: number): number => told.push(done)
  const report = await measureScale({ entries: 10_000, tokensPerCall: 1000, rounds: 1, onProgress })
  const spreads = { openingMs: spread, receiptMs: spread, firstMs: spread, lastMs: spread, growth: spread }
  expect(report).toMatchObject({ entries: 10_000, ...spreads })
  expect(report.growth.median).toBeCloseTo(report.growthOfAll)
  expect(told).toEqual([])
})
