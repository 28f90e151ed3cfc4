import { checkClaims, checkConsistency, decodeEct, isEctError } from '@wimse-ect/claims'
import fc from 'fast-check'
import { beforeAll, expect, it } from 'vitest'
import { type GeneratedKey, generateKey, signEct } from '../src/index.ts'
import { alice, now, read, rootTask, verifiesInNode } from './agents.ts'

let aliceKey: GeneratedKey

beforeAll(async () => {
  aliceKey = await generateKey({ kid: 'alice-key', subject: alice })
})

/** True when a token came out, false for an EctError; anything else fails the property. */
async function holds(claims: unknown): Promise<boolean> {
  let compact: string
  try {
    compact = await signEct(claims as typeof rootTask, { key: aliceKey.privateKey, now })
  } catch (error) {
    expect(isEctError(error)).toBe(true)
    return false
  }
  expect(verifiesInNode(compact, aliceKey.publicJwk)).toBe(true)
  // The claims were judged before they were written: a reader of the token has to agree.
  const decoded = decodeEct(compact)
  checkConsistency(decoded, checkClaims(decoded))
  const { payload } = read(compact)
  expect({ ...payload, ...(JSON.parse(JSON.stringify(claims)) as object) }).toEqual(payload)
  return true
}

const uuid = fc.uuid().filter((id) => !/^0|^f/.test(id))
const word = fc.string({ minLength: 1, maxLength: 20 })
const goodClaims = fc.record(
  {
    sub: fc.constant(alice),
    aud: fc.oneof(word, fc.array(word, { minLength: 1, maxLength: 5 })),
    iat: fc.integer({ min: now - 300, max: now + 30 }),
    nbf: fc.integer({ min: 0, max: now + 30 }),
    jti: uuid,
    wid: uuid,
    par: fc.uniqueArray(uuid, { maxLength: 5 }),
    exec_act: fc.stringMatching(/^[a-z_]{1,30}$/),
    pol: word,
    pol_decision: fc.constantFrom('approved', 'rejected', 'pending_human_review'),
    pol_enforcer: word,
    pol_timestamp: fc.integer({ min: 0, max: now - 300 }),
    exec_time_ms: fc.nat(),
    model_version: word,
    witnessed_by: fc.array(word, { maxLength: 3 }),
    compensation_required: fc.boolean(),
    compensation_reason: word,
    ext: fc.dictionary(fc.stringMatching(/^com\.example\.[a-z]{1,9}$/), word, { maxKeys: 5 }),
    note: fc.jsonValue({ maxDepth: 4 }),
  },
  { requiredKeys: ['aud', 'par', 'exec_act', 'pol', 'pol_decision', 'compensation_reason'] },
)

it('[CLAIM-UNKNOWN] good claims give a token that says the same and verifies', async () => {
  let signed = 0
  await fc.assert(
    fc.asyncProperty(goodClaims, async (claims) => {
      if (await holds({ iss: alice, ...claims })) signed++
    }),
    { numRuns: 500 },
  )
  expect(signed).toBeGreaterThan(450)
})

it('[ERROR-CODE] any value at all gives a token that says the same, or an EctError', async () => {
  const anything = fc.anything({
    withBigInt: true,
    withBoxedValues: true,
    withDate: true,
    withMap: true,
    withSet: true,
    withNullPrototype: true,
    withObjectString: true,
    withSparseArray: true,
    withTypedArray: true,
    withUnicodeString: true,
  })
  await fc.assert(
    fc.asyncProperty(anything, async (claims) => void (await holds(claims))),
    { numRuns: 500 },
  )
  const names = ['iss', 'sub', 'aud', 'iat', 'exp', 'nbf', 'jti', 'wid', 'tid', 'exec_act', 'par', 'pol', 'ext', 'note']
  const change = fc.dictionary(fc.constantFrom(...names), anything, { minKeys: 1, maxKeys: 2 })
  await fc.assert(
    fc.asyncProperty(change, async (changes) => void (await holds({ ...rootTask, ...changes }))),
    {
      numRuns: 2000,
    },
  )
})
