import { expect, it } from 'vitest'
import { temporaryFolder } from '../../ledger/contract/temporary-folder.ts'
import { crashRounds } from './crash/crash-rounds.ts'

it('[LEDGER-CRASH] a witness killed at any instant, asked by a log and a fork, keeps to one history', async () => {
  const folder = temporaryFolder()
  try {
    const { problems, cosigned } = await crashRounds(folder.path('state'), 10, 400)
    expect(problems).toEqual([])
    expect(cosigned).toBeGreaterThan(0)
  } finally {
    folder.remove()
  }
}, 120_000)
