// Appends to a log until it is killed: node appending-process.ts <url> <signer key>
import { setTimeout } from 'node:timers/promises'
import { isEctError } from '@wimse-ect/claims'
import { noteSigner } from '@wimse-ect/ledger'
import { appendForEver } from '../../../ledger/contract/crash/append-for-ever.ts'
import { openPostgresLedger, type PostgresLedger } from '../../src/index.ts'

const [, , url = '', signerKey = ''] = process.argv
await appendForEver(await open())

/** The server may just have been killed. */
async function open(): Promise<PostgresLedger> {
  for (;;) {
    try {
      return await openPostgresLedger(url, { signer: noteSigner(signerKey), checkpointDelayMs: 1 })
    } catch (error) {
      if (!isEctError(error, 'ECT_LEDGER_UNAVAILABLE')) throw error
      await setTimeout(20)
    }
  }
}
