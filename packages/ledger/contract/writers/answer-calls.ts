// Runs in a process of its own: what it imports must not need vitest.
import { json } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { isEctError } from '@wimse-ect/claims'
import type { Ledger } from '../../src/ledger.ts'
import type { Answer } from '../linearity.ts'
import { appendOne, appendTogether } from '../outcome.ts'
import { verified } from '../tokens.ts'

/** Runs something on the ledger, which may be opened for it alone. */
export type WithLedger = <T>(run: (ledger: Ledger) => Promise<T>) => Promise<T>

/** Sent again when the ledger answers so: it says nothing against the token. */
const again = new Set(['ECT_LEDGER_LOCKED', 'ECT_LEDGER_UNAVAILABLE'])

/**
 * Says `ready`, takes calls from standard input (a JSON array of arrays of compact tokens), appends one after the
 * other, and writes the answers as such an array to standard output.
 */
export async function answerCalls(withLedger: WithLedger): Promise<void> {
  console.log('ready')
  const calls: unknown = await json(process.stdin)
  const answers: Answer[][] = []
  for (const call of Array.isArray(calls) ? calls : []) answers.push(await answerTo(call, withLedger))
  console.log(JSON.stringify(answers))
}

async function answerTo(call: readonly string[], withLedger: WithLedger): Promise<Answer[]> {
  const tokens = call.map((compact) => verified(compact))
  for (;;) {
    const answers = await withLedger((ledger) => send(ledger, tokens)).catch((error: unknown) => {
      if (isEctError(error)) return [error.code]
      throw error
    })
    if (!answers.some((answer) => again.has(String(answer)))) return answers
    await setTimeout(Math.random() * 20)
  }
}

async function send(ledger: Ledger, tokens: ReturnType<typeof verified>[]): Promise<Answer[]> {
  const [only, ...more] = tokens
  const outcomes =
    only !== undefined && more.length === 0 ? [await appendOne(ledger, only)] : await appendTogether(ledger, tokens)
  return outcomes.map((outcome) => ('code' in outcome ? outcome.code : outcome.sequence))
}
