// Appends tokens, one per opening of the ledger, waiting for the other writers: node appending-in-turn.ts <ledger file>
// Compact tokens come as a JSON array on standard input; what became of each goes to standard output.
import { json } from 'node:stream/consumers'
import { isEctError } from '@wimse-ect/claims'
import { admit } from '@wimse-ect/dag'
import { verified } from '../../../ledger/contract/tokens.ts'
import { openSqliteLedger } from '../../src/index.ts'

const [, , file = ''] = process.argv
const tokens: unknown = await json(process.stdin)
const outcomes: (number | string)[] = []
for (const compact of Array.isArray(tokens) ? tokens : []) {
  const ledger = await openSqliteLedger(file, { lockTimeoutMs: 60_000 })
  try {
    outcomes.push((await ledger.append(verified(String(compact)), admit)).sequence)
  } catch (error) {
    if (!isEctError(error)) throw error
    outcomes.push(error.code)
  } finally {
    await ledger.close()
  }
}
console.log(JSON.stringify(outcomes))
