import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { crashRounds } from './crash/crash-rounds.ts'
import { onFolder } from './temporary-folder.ts'

it(
  '[LEDGER-CRASH] two publishers that are killed at any instant leave a folder that proves all they said was published',
  () =>
    onFolder(async (parent) => {
      const folder = join(parent, 'published')
      mkdirSync(folder)
      const { problems, acknowledged } = await crashRounds(folder, 8, 200)
      expect(problems).toEqual([])
      expect(acknowledged).toBeGreaterThan(16)
    }),
  120_000,
)
