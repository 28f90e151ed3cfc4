// Appends what it is told, opening the ledger anew for each call: node writing-process.ts <ledger file> <signer key>,
// see `answerCalls`.
import { noteSigner } from '@wimse-ect/ledger'
import { answerCalls } from '../../../ledger/contract/writers/answer-calls.ts'
import { openSqliteLedger } from '../../src/index.ts'

const [, , file = '', signerKey = ''] = process.argv
const signer = noteSigner(signerKey)
await answerCalls(async (run) => {
  const ledger = await openSqliteLedger(file, { signer, lockTimeoutMs: 500 })
  try {
    return await run(ledger)
  } finally {
    await ledger.close()
  }
})
