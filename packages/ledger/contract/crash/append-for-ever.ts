// Runs in a process of its own: what it imports must not need vitest.
import { randomUUID } from 'node:crypto'
import { writeSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import { isEctError, type VerifiedEct } from '@wimse-ect/claims'
import { admit } from '@wimse-ect/dag'
import type { AppendResult, Ledger } from '../../src/ledger.ts'
import { token } from '../tokens.ts'
import type { Report } from './protocol.ts'

const clients = 6

/**
 * Appends until the process is killed, and says what it does. What the ledger could not write is sent again and again.
 */
export async function appendForEver(ledger: Ledger): Promise<void> {
  await Promise.all(Array.from({ length: clients }, (_, client) => appendAs(client, ledger)))
}

/** Synchronous, so that what was acknowledged is said before the process can be killed for good. */
function say(report: Report): void {
  writeSync(1, `${JSON.stringify(report)}\n`)
}

/** A chain of tasks: each is the child of the one before, alone or several in one call. */
async function appendAs(client: number, ledger: Ledger): Promise<never> {
  let parents: readonly string[] = []
  for (let round = 0; ; round++) {
    const tokens = Array.from({ length: round % 3 === 0 ? 1 + client : 1 }, () => {
      const tid = randomUUID()
      const made = token({ tid, jti: randomUUID(), par: parents })
      parents = [tid]
      return made
    })
    for (const { compact } of tokens) say({ sent: compact })
    const results = await appendInTheEnd(tokens, ledger)
    for (const [at, result] of results.entries()) {
      if (result.ok) say({ acknowledged: result.entry.sequence, compact: tokens[at]?.compact ?? '' })
      else say({ refused: result.error.code })
    }
  }
}

async function appendInTheEnd(tokens: readonly VerifiedEct[], ledger: Ledger): Promise<readonly AppendResult[]> {
  for (;;) {
    try {
      return await ledger.appendMany(tokens, admit)
    } catch (error) {
      if (!isEctError(error, 'ECT_LEDGER_UNAVAILABLE')) throw error
      await setTimeout(5)
    }
  }
}
