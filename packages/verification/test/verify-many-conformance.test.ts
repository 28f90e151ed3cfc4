import type { VerifyCase } from '@wimse-ect/conformance'
import { afterAll, describe, expect, it } from 'vitest'
import { createVerifierPool } from '#verifier-pool'
import type { Verifier } from '../src/verifier.ts'
import type { VerifyResult } from '../src/verify-many.ts'
import { keysOf, verifierFor, verifyCases } from './conformance-suites.ts'

/** Cases that one verifier can judge together: they have all but the token in common. */
function settings({ audience, options, now, seen, keys, wits, trustDomains }: VerifyCase): string {
  return JSON.stringify({ audience, options, now, seen, keys, wits, trustDomains })
}

const groups = new Map<string, VerifyCase[]>()
for (const item of verifyCases) groups.set(settings(item), [...(groups.get(settings(item)) ?? []), item])

async function oneAfterAnother(verifier: Verifier, tokens: readonly string[]): Promise<VerifyResult[]> {
  const results: VerifyResult[] = []
  for (const token of tokens) {
    try {
      results.push({ ok: true, token: await verifier.verify(token) })
    } catch (error) {
      results.push({ ok: false, error } as VerifyResult)
    }
  }
  return results
}

/** What can be compared: errors are, by their messages alone. */
function comparable(result: VerifyResult): object {
  return result.ok ? result : { ok: false, ...result.error.toJSON() }
}

describe('verifyMany judges as verify does, one token after another [VERIFY-ORDER]', () => {
  const pool = createVerifierPool({ threads: 2 })
  afterAll(() => pool.close())

  it.each([
    { name: 'on the calling thread', more: {} },
    { name: 'with a pool', more: { pool } },
  ])('$name: verdicts, codes and tokens of the whole suite, each token twice', async ({ more }) => {
    for (const group of groups.values()) {
      // Twice: the second time, what was accepted is a replay.
      const tokens = [...group, ...group].map(({ token }) => token)
      const [first] = group
      if (first === undefined) throw new Error('a group without a case')
      const expected = await oneAfterAnother(await verifierFor(first, keysOf(first)), tokens)
      const results = await (await verifierFor(first, keysOf(first), more)).verifyMany(tokens)
      expect(results.map(comparable)).toEqual(expected.map(comparable))
    }
  })

  it('every case is in a group, and some groups are checked by more than one thread', () => {
    const sizes = [...groups.values()].map(({ length }) => length)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(verifyCases.length)
    expect(Math.max(...sizes)).toBeGreaterThan(256)
  })
})
