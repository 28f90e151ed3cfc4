import { describe, expect, it } from 'vitest'
import type { Profile } from '../../src/profiles/profile.ts'
import type { JsonValue } from '../../src/strict-json.ts'
import { refusal } from '../refusal.ts'
import { readAnyClaim } from '../tokens.ts'

/** A claim of a revision: its requirement, a good value, and bad ones that tell its kind from others. */
export type ClaimRow = readonly [
  id: string,
  name: string,
  required: boolean,
  good: JsonValue,
  bad: readonly (readonly [value: JsonValue, code: string, path?: string])[],
]

/** Holds a profile to the claims of its revision, in their order. */
export function describeClaimTable(profile: Profile, root: object, rows: readonly ClaimRow[]): void {
  const read = (payload: object, name: string): unknown =>
    readAnyClaim({ payload: { ...payload }, notIntegers: new Set(), profile }, name)

  describe('the claim table', () => {
    it('[VERIFY-CLAIM-ORDER] has exactly these claims in this order', () => {
      expect(Object.keys(profile.claims)).toEqual(rows.map(([, name]) => name))
    })

    it.each(rows)('[%s] %s: required is %j, takes %j', (_id, name, required, good, bad) => {
      expect(read({ ...root, [name]: good }, name)).toEqual(good)
      for (const [value, code, path = name] of [...bad, [null, 'ECT_CLAIM_TYPE'] as const]) {
        expect(refusal(() => read({ ...root, [name]: value }, name))).toEqual([code, path])
      }
      const without = Object.fromEntries(Object.entries(root).filter(([other]) => other !== name))
      const expected = required ? ['ECT_CLAIM_MISSING', name] : 'accepted'
      expect(refusal(() => read(without, name))).toEqual(expected)
    })
  })
}
