// The long crash run: node main.ts [rounds]. Exits 1 when a folder did not prove what was published to it.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { onFolder } from '../temporary-folder.ts'
import { crashRounds } from './crash-rounds.ts'

const rounds = Number(process.argv[2] ?? 100)
await onFolder(async (parent) => {
  const folder = join(parent, 'published')
  mkdirSync(folder)
  const summary = await crashRounds(folder, rounds, 300)
  console.log(JSON.stringify(summary))
  process.exitCode = summary.problems.length > 0 ? 1 : 0
})
