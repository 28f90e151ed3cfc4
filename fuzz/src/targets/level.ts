import { deepEqual, equal, ok } from 'node:assert/strict'
import { createLevelVerifier, levelAt } from '@wimse-ect/verification'
import { casesOf } from '../properties/cases-of.ts'
import { outcomeOfAsync } from '../properties/outcome.ts'
import { textOf } from '../properties/text-of.ts'
import type { Target } from '../target.ts'

const now = 1_767_225_600
const options = {
  audience: 'spiffe://example.com/agent/bob',
  keys: () => undefined,
  clock: () => now,
  revisions: ['ect-01'],
} as const

/**
 * Tokens without a signature [REVISION-LEVEL-1]: whatever arrives, nothing that nobody signed is of more than level 1,
 * or accepted where a level above is asked for. The input is the text, and the claims before they are encoded.
 */
export const target: Target = {
  async check(input) {
    for (const text of [textOf(input), Buffer.from(input).toString('base64url')]) await checkText(text)
  },
  seeds: () =>
    casesOf('level').flatMap(({ token }) => [token, ...(token.includes('.') ? [] : [Buffer.from(token, 'base64url')])]),
  words: ['"pred":[', '"ect_ext":{', '"pol_decision":"rejected"', '"jti":', '"iat":1767225600', '"exp":1767225900'],
}

async function checkText(text: string): Promise<void> {
  const strict = createLevelVerifier({ ...options, minimumLevel: 2 })
  ok(!(await outcomeOfAsync(() => strict.verify(text))).ok)
  const lax = createLevelVerifier({ ...options, minimumLevel: 1, dangerouslyAcceptUnsigned: true })
  const outcome = await outcomeOfAsync(() => lax.verify(text))
  if (!outcome.ok) return
  ok('unsigned' in outcome.value)
  equal(levelAt(outcome.value, now), 1)
  deepEqual(outcome.value.unsigned.claims, JSON.parse(Buffer.from(text, 'base64url').toString()))
  ok(!(await outcomeOfAsync(() => lax.verify(text))).ok, 'the same token twice')
}
