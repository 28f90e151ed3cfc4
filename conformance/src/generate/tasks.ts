/** Tokens for the suites that need several tasks: numbered, each with its own tid and jti. */

import { alice, bob, carol, jti, type KeyName, ledger, mallory, now, tid } from './cast.ts'
import { ect, type TokenParts } from './compact.ts'
import type { Members } from './json-text.ts'

/** An agent of the cast, who signs with the key of that name. */
export type Agent = 'alice' | 'bob' | 'carol' | 'mallory'

/** The identity of each agent. */
export const agents: Readonly<Record<Agent, string>> = { alice, bob, carol, mallory }
/** The key that each agent signs with. */
export const keyOf: Readonly<Record<Agent, KeyName>> = {
  alice: 'alice-key',
  bob: 'bob-key',
  carol: 'carol-key',
  mallory: 'mallory-key',
}

/**
 * The nth task, done by alice for bob and the ledger; `exp` follows `iat` by 600 seconds. `claims` and `parts` change
 * what they name.
 */
export function task(n: number, claims: Members = {}, parts: TokenParts = {}): string {
  return taskBy('alice', n, claims, parts)
}

/** The nth task, done by an agent. */
export function taskBy(agent: Agent, n: number, claims: Members = {}, parts: TokenParts = {}): string {
  const iat = typeof claims.iat === 'number' ? claims.iat : now - 60
  return ect({
    key: keyOf[agent],
    claims: { iss: agents[agent], aud: [bob, ledger], tid: tid(n), jti: jti(n), iat, exp: iat + 600, ...claims },
    ...parts,
  })
}
