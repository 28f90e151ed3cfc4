import { expect, it } from 'vitest'
import { crashRounds } from '../../ledger/contract/crash/crash-rounds.ts'
import { temporaryFolder } from '../../ledger/contract/temporary-folder.ts'
import { crashedPostgresLedger } from './crash/crashed-postgres-ledger.ts'
import { startPostgres } from './postgres-server.ts'

it('[LEDGER-CRASH] [LEDGER-DURABLE-ACK] writers, connections and a server killed at any instant lose nothing acknowledged', async () => {
  const folder = temporaryFolder()
  const server = await startPostgres()
  try {
    const ledger = await crashedPostgresLedger(server, folder.path('reports'))
    const { problems, acknowledged } = await crashRounds(ledger, 6)
    expect(problems).toEqual([])
    expect(acknowledged).toBeGreaterThan(0)
  } finally {
    await server.remove()
    folder.remove()
  }
}, 120_000)
