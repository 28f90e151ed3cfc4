import { expect, it } from 'vitest'
import { crashRounds } from '../../ledger/contract/crash/crash-rounds.ts'
import { temporaryFolder } from '../../ledger/contract/temporary-folder.ts'
import { crashedSqliteLedger } from './crash/crashed-sqlite-ledger.ts'

it('[LEDGER-CRASH] [LEDGER-DURABLE-ACK] a writer killed at any instant loses nothing it acknowledged, and leaves no half', async () => {
  const folder = temporaryFolder()
  try {
    const { problems, acknowledged } = await crashRounds(crashedSqliteLedger(folder.path('ledger.db')), 10)
    expect(problems).toEqual([])
    expect(acknowledged).toBeGreaterThan(0)
  } finally {
    folder.remove()
  }
}, 120_000)
