import { EctError, type EctErrorCode, errorCodes } from '@wimse-ect/claims'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { KeyResolver } from '../src/verification-key.ts'
import { alice } from './cast.ts'
import { errorOf } from './refusal.ts'
import { base64url, ect, rootClaims } from './tokens.ts'
import { verifierForBob } from './verifier-for-bob.ts'

/** Verifies with a verifier that has seen nothing: true when accepted; anything thrown must be an EctError of the table. */
async function accepts(compact: unknown, keys?: KeyResolver): Promise<boolean> {
  const verifier = verifierForBob(keys === undefined ? {} : { keys })
  const error = await errorOf(() => verifier.verify(compact as string))
  if (error === undefined) return true
  expect(error).toBeInstanceOf(EctError)
  expect(errorCodes).toHaveProperty((error as EctError).code satisfies EctErrorCode)
  return false
}

const good = ect()
const signingInputOf = (compact: string) => compact.slice(0, compact.lastIndexOf('.'))

/** Any text, with some likeness to a token. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.base64String(), { maxLength: 4 }).map((parts) => parts.join('.')),
  fc.array(fc.json().map(base64url), { minLength: 2, maxLength: 2 }).map((parts) => `${parts.join('.')}.AAAA`),
)

it('[ERROR-CODE] arbitrary strings, and what is no string, are refused with a code', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(text, fc.anything()), async (compact) => {
      expect(await accepts(compact)).toBe(false)
    }),
    { numRuns: 1000 },
  )
}, 60_000)

it('[VERIFY-SIGNATURE] a good token that was changed anywhere in its signing input is refused with a code', async () => {
  const position = fc.nat({ max: good.length })
  const piece = fc.oneof(
    fc.string({ maxLength: 4 }),
    fc.base64String({ maxLength: 8 }),
    fc.constantFrom('.', '..', '=', '\n'),
  )
  await fc.assert(
    fc.asyncProperty(position, fc.nat({ max: 8 }), piece, async (at, length, inserted) => {
      const changed = good.slice(0, at) + inserted + good.slice(at + length)
      const accepted = await accepts(changed)
      if (signingInputOf(changed) !== signingInputOf(good)) expect(accepted).toBe(false)
      if (changed === good) expect(accepted).toBe(true)
    }),
    { numRuns: 2000 },
  )
}, 60_000)

it('[VERIFY-SIGNATURE] so is one whose header or payload says something else under the old signature', async () => {
  const [header, payload, signature] = good.split('.')
  const claims = fc.dictionary(
    fc.constantFrom(...Object.keys(rootClaims), 'wid', 'ext'),
    fc.json().map((json) => JSON.parse(json)),
  )
  await fc.assert(
    fc.asyncProperty(claims, async (changes) => {
      const other = base64url(JSON.stringify({ ...rootClaims, ...changes }))
      expect(await accepts(`${header}.${other}.${signature}`)).toBe(other === payload)
    }),
  )
}, 60_000)

const names = ['iss', 'sub', 'aud', 'iat', 'exp', 'nbf', 'jti', 'wid', 'tid', 'exec_act', 'par', 'pol', 'pol_decision']
const more = [
  'pol_timestamp',
  'inp_hash',
  'exec_time_ms',
  'witnessed_by',
  'compensation_required',
  'ext',
  'pred',
  'other',
]

it('[ERROR-CODE] whatever alice signs is accepted or refused with a code', async () => {
  const value = fc.oneof(
    fc.json(),
    fc.constantFrom('1e400', '-0', '1.0', '9007199254740993', '"\\ud800"', '{"a":1,"a":1}'),
  )
  const members = fc.array(fc.tuple(fc.constantFrom(...names, ...more), value), { maxLength: 3 })
  await fc.assert(
    fc.asyncProperty(members, async (changes) => {
      const all = new Map(Object.entries(rootClaims).map(([name, claim]) => [name, JSON.stringify(claim)]))
      for (const [name, json] of changes) all.set(name, json)
      const payload = `{${[...all].map(([name, json]) => `${JSON.stringify(name)}:${json}`).join()}}`
      expect(await accepts(ect({ payload }))).toBeTypeOf('boolean')
    }),
    { numRuns: 1000 },
  )
}, 60_000)

it('[ERROR-CODE] so is whatever stands in the header, and whatever JWK a resolver finds', async () => {
  const header = fc.dictionary(
    fc.constantFrom('typ', 'alg', 'kid', 'crit', 'jwk', 'x'),
    fc.json().map((json) => JSON.parse(json)),
    {
      maxKeys: 2,
    },
  )
  const jwk = fc.dictionary(
    fc.constantFrom('kty', 'crv', 'x', 'y', 'use', 'key_ops', 'alg', 'd', 'ext'),
    fc.anything(),
    {
      maxKeys: 2,
    },
  )
  await fc.assert(
    fc.asyncProperty(header, jwk, async (members, keyMembers) => {
      const keys = () => ({ jwk: { ...alice.jwk, ...keyMembers }, subject: alice.id })
      expect(await accepts(ect({ header: members }), keys)).toBeTypeOf('boolean')
    }),
    { numRuns: 500 },
  )
}, 60_000)

it('[ERROR-TEXT-CLEAN] what an error says holds nothing that came from the token', async () => {
  const foreign = fc.string({ minLength: 6, maxLength: 20 }).map((noise) => `~${noise}~`)
  const place = fc.constantFrom('kid', 'typ', 'alg', ...names, 'ext')
  await fc.assert(
    fc.asyncProperty(place, foreign, async (name, noise) => {
      const parts = ['kid', 'typ', 'alg'].includes(name)
        ? { header: { [name]: noise } }
        : { claims: { [name]: noise, [noise]: noise, ext: { [noise]: noise } } }
      const error = await errorOf(() => verifierForBob().verify(ect(parts)))
      expect(error).toBeInstanceOf(EctError)
      expect(JSON.stringify(error)).not.toContain(JSON.stringify(noise).slice(1, -1))
    }),
    { numRuns: 500 },
  )
}, 60_000)
