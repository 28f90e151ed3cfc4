// Stops in the middle of an append, while it holds the lock of the log, and appends once more when it goes on:
// node stopping-process.ts <url> <signer key> <compact token>. Says what became of the first try, and the sequence.
import { isEctError } from '@wimse-ect/claims'
import { admit } from '@wimse-ect/dag'
import { noteSigner } from '@wimse-ect/ledger'
import { verified } from '../../../ledger/contract/tokens.ts'
import { openPostgresLedger } from '../../src/index.ts'

const [, , url = '', signerKey = '', compact = ''] = process.argv
let readings = 0
// Read when the token is judged, and again when it gets its place, under the lock: its agent is new to this process.
const clock = (): number => {
  readings += 1
  if (readings === 2) process.kill(process.pid, 'SIGSTOP')
  return Math.floor(Date.now() / 1000)
}
const ledger = await openPostgresLedger(url, { signer: noteSigner(signerKey), lockTimeoutMs: 1000, clock })
const token = verified(compact)
try {
  await ledger.append(token, admit)
} catch (error) {
  process.stdout.write(isEctError(error) ? `${error.code} ` : 'a mistake ')
}
process.stdout.write(String((await ledger.append(token, admit)).sequence))
await ledger.close()
