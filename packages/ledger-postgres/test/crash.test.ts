import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { crashRounds } from '../../ledger/contract/crash/crash-rounds.ts'
import { crashedPostgresLedger } from './crash/crashed-postgres-ledger.ts'
import { startPostgres } from './postgres-server.ts'

it('[LEDGER-CRASH] [LEDGER-DURABLE-ACK] writers, connections and a server killed at any instant lose nothing acknowledged', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-postgres-reports-'))
  const server = await startPostgres()
  try {
    const ledger = await crashedPostgresLedger(server, join(folder, 'reports'))
    const { problems, acknowledged } = await crashRounds(ledger, 6)
    expect(problems).toEqual([])
    expect(acknowledged).toBeGreaterThan(0)
  } finally {
    await server.remove()
    rmSync(folder, { recursive: true })
  }
}, 120_000)
