// Restores a ledger and says how far it is: node restoring-process.ts <archive> <ledger file> <log key>
import { createReadStream, writeSync } from 'node:fs'
import { restoreSqliteLedger } from '../../src/index.ts'

const [, , archive = '', file = '', logKey = ''] = process.argv
// Synchronous, so that it is said before the process can be killed for good.
const onProgress = (entries: number): number => writeSync(1, `${entries}\n`)
await restoreSqliteLedger(file, createReadStream(archive), { logKey, onProgress })
writeSync(1, 'restored\n')
