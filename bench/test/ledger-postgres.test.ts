import { expect, it } from 'vitest'
import { startPostgres } from '../../packages/ledger-postgres/test/postgres-server.ts'
import { measurePostgresRatio } from '../src/ledger-postgres/postgres-ratios.ts'

const spread = { median: expect.any(Number), min: expect.any(Number), max: expect.any(Number) }

it('ratios of a few entries are measured: nothing is refused on any side', async () => {
  const server = await startPostgres()
  try {
    const options = { url: server.url, entries: 40, repetitions: 2 }
    const row = await measurePostgresRatio({ writers: 2, batch: 5 }, options)
    const measured = { ledger: spread, indexed: spread, plain: spread, ratioToIndexed: spread, ratioToPlain: spread }
    expect(row).toEqual({ writers: 2, batch: 5, ...measured })
  } finally {
    await server.remove()
  }
})
