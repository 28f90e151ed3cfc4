// Appends to a ledger until it is killed: node appending-process.ts <ledger file> <signer key>
import { existsSync } from 'node:fs'
import { isEctError } from '@wimse-ect/claims'
import { noteSigner } from '@wimse-ect/ledger'
import { appendForEver } from '../../../ledger/contract/crash/append-for-ever.ts'
import { createSqliteLedger, openSqliteLedger } from '../../src/index.ts'

const [, , file = '', signerKey = ''] = process.argv
const options = { signer: noteSigner(signerKey), checkpointDelayMs: 1, headFile: `${file}.head` }
await appendForEver(await open())

async function open(): ReturnType<typeof openSqliteLedger> {
  if (!existsSync(file)) return createSqliteLedger(file, options)
  try {
    return await openSqliteLedger(file, options)
  } catch (error) {
    // Killed while it was created: the file is there and empty.
    if (isEctError(error, 'ECT_LEDGER_FORMAT')) return createSqliteLedger(file, options)
    throw error
  }
}
