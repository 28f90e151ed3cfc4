// Appends what it is told, on connections of its own: node writing-process.ts <url> <signer key>, see `answerCalls`.
import { noteSigner } from '@wimse-ect/ledger'
import { answerCalls } from '../../../ledger/contract/writers/answer-calls.ts'
import { openPostgresLedger } from '../../src/index.ts'

const [, , url = '', signerKey = ''] = process.argv
const ledger = await openPostgresLedger(url, { signer: noteSigner(signerKey) })
await answerCalls((run) => run(ledger))
await ledger.close()
