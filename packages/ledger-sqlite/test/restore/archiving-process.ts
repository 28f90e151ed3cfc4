// Exports a ledger into a file and restores another from it: node archiving-process.ts <ledger file> <archive> <copy>
// <log key>
import { createReadStream, createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { exportLedger } from '@wimse-ect/ledger'
import { openSqliteLedgerReader, restoreSqliteLedger } from '../../src/index.ts'

const [, , file = '', archive = '', copy = '', logKey = ''] = process.argv
const reader = await openSqliteLedgerReader(file)
await pipeline(exportLedger(reader), createWriteStream(archive))
await reader.close()
const { entries } = await restoreSqliteLedger(copy, createReadStream(archive), { logKey })
console.log(entries)
