// Appends to a ledger until it is killed: node appending-process.ts <ledger file> <signer key>
import { randomUUID } from 'node:crypto'
import { existsSync, writeSync } from 'node:fs'
import { isEctError } from '@wimse-ect/claims'
import { admit } from '@wimse-ect/dag'
import { noteSigner } from '@wimse-ect/ledger'
import { token } from '../../../ledger/contract/tokens.ts'
import { createSqliteLedger, openSqliteLedger } from '../../src/index.ts'
import type { Report } from './protocol.ts'

const clients = 6
const [, , file = '', signerKey = ''] = process.argv
const options = { signer: noteSigner(signerKey), checkpointDelayMs: 1, headFile: `${file}.head` }

/** Synchronous, so that what was acknowledged is said before the process can be killed for good. */
function say(report: Report): void {
  writeSync(1, `${JSON.stringify(report)}\n`)
}

const ledger = await open()
await Promise.all(Array.from({ length: clients }, appendForEver))

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

/** A chain of tasks: each is the child of the one before, alone or several in one call. */
async function appendForEver(_: unknown, client: number): Promise<never> {
  let parents: readonly string[] = []
  for (let round = 0; ; round++) {
    const tokens = Array.from({ length: round % 3 === 0 ? 1 + client : 1 }, () => {
      const tid = randomUUID()
      const made = token({ tid, jti: randomUUID(), par: parents })
      parents = [tid]
      return made
    })
    for (const { compact } of tokens) say({ sent: compact })
    const results = await ledger.appendMany(tokens, admit)
    for (const [at, result] of results.entries()) {
      if (result.ok) say({ acknowledged: result.entry.sequence, compact: tokens[at]?.compact ?? '' })
      else say({ refused: result.error.code })
    }
  }
}
