import type { VerifiedEct } from '@wimse-ect/claims'
import { expect } from 'vitest'
import type { LedgerEntry } from '../src/ledger-entry.ts'
import { Oracle, type Outcome } from './oracle.ts'

/** Sequences and codes; whether an entry is new is not said by `append`. */
export type Answer = number | string

export function answerOf(outcome: Outcome): Answer {
  return 'code' in outcome ? outcome.code : outcome.sequence
}

/** The tokens of a log, in its order, which is dense; each is one that was sent, and was new where it stands. */
export function logOf(entries: readonly LedgerEntry[], sent: readonly VerifiedEct[]): readonly VerifiedEct[] {
  expect(entries.map(({ sequence }) => sequence)).toEqual([...entries.keys()])
  const byCompact = new Map(sent.map((token) => [token.compact, token]))
  const log = entries.flatMap(({ compact }) => byCompact.get(compact) ?? [])
  expect(log).toHaveLength(entries.length)
  const oracle = new Oracle()
  expect(log.map((token) => oracle.append(token))).toEqual(log.map((_, sequence) => ({ sequence, again: false })))
  expect(entries.map(({ parents }) => parents.map(({ sequence }) => sequence))).toEqual(
    log.map((_, sequence) => oracle.parents(sequence)),
  )
  return log
}

/**
 * Checks the answers that one writer got, one after the other: there is a moment of the log for each, none before that
 * of the answer before it, at which the oracle gives the same.
 */
export function expectLinear(
  answered: readonly (readonly [token: VerifiedEct, answer: Answer])[],
  log: readonly VerifiedEct[],
): void {
  let moment = 0
  for (const [at, [token, answer]] of answered.entries()) {
    const possible: Answer[] = []
    for (; moment <= log.length; moment++) {
      possible.push(answerOf(new Oracle(log.slice(0, moment)).judge(token)))
      if (possible.at(-1) === answer) break
    }
    expect(possible, `answer ${at}`).toContain(answer)
  }
}
