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
  const report = await measureScale({ entries: 20_000, tokensPerCall: 1000, onProgress: (done) => told.push(done) })
  expect(report).toMatchObject({ entries: 20_000, openingMs: spread, receiptMs: spread, lastMs: spread })
  expect(told).toEqual([])
})
