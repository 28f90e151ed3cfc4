import { isUuid } from '@wimse-ect/claims'
import { compactVerify, importJWK } from 'jose'
import { beforeAll, describe, expect, expectTypeOf, it, vi } from 'vitest'
import { type ClaimsToSign, type GeneratedKey, generateKey, type SignOptions, signEct } from '../src/index.ts'
import { alice, bob, now, read, rootTask, verifiesInNode } from './agents.ts'
import { outcome } from './outcome.ts'

let aliceKey: GeneratedKey

beforeAll(async () => {
  aliceKey = await generateKey({ kid: 'alice-key', subject: alice })
})

const sign = (changes: object = {}, options: Partial<SignOptions> = {}): Promise<string> =>
  signEct({ ...rootTask, ...changes }, { key: aliceKey.privateKey, now, ...options })
/** A name that no revision has, as a caller without types may give it. */
/** Plays a caller without a compiler. */
const unknownRevision = (name: string) => name as 'execution-context-00'

const payloadOf = async (changes?: object, options?: Partial<SignOptions>) => read(await sign(changes, options)).payload

describe('signEct', () => {
  it('[GO-CREATE] makes a token that node:crypto and jose verify', async () => {
    const compact = await sign()
    expect(read(compact).header).toEqual({ typ: 'wimse-exec+jwt', alg: 'ES256', kid: 'alice-key' })
    expect(verifiesInNode(compact, aliceKey.publicJwk)).toBe(true)
    const { payload } = await compactVerify(compact, await importJWK(aliceKey.publicJwk))
    expect(JSON.parse(new TextDecoder().decode(payload))).toEqual(read(compact).payload)
  })

  it('[REVISION-CALLER] [REVISION-DEFAULT] takes one revision, execution-context-00 when none is named', async () => {
    expect(read(await sign()).profile.revision).toBe('execution-context-00')
    expect(await sign({}, { revision: 'execution-context-00' }).then(read)).toMatchObject({ header: { alg: 'ES256' } })
    expect(await outcome(() => sign({}, { revision: unknownRevision('ect-99') }))).toBe('TypeError')
    expect(await outcome(() => sign({}, { revision: unknownRevision('toString') }))).toBe('TypeError')
  })

  it('[CLAIM-EXP-ISSUING] fills in iat with now and exp with 600 seconds later', async () => {
    expect(await payloadOf()).toMatchObject({ iat: now, exp: now + 600 })
    expect(await payloadOf({}, { lifetime: 300 })).toMatchObject({ iat: now, exp: now + 300 })
  })

  it('[CLAIM-EXP-ISSUING] counts the lifetime from an iat that is given, and lets a given exp stand', async () => {
    expect(await payloadOf({ iat: now - 60 })).toMatchObject({ iat: now - 60, exp: now + 540 })
    expect(await payloadOf({ exp: now + 5 }, { lifetime: 300 })).toMatchObject({ iat: now, exp: now + 5 })
  })

  it('[VERIFY-CLOCK-ONCE] reads the clock once, in whole seconds', async () => {
    const clock = vi.spyOn(Date, 'now').mockReturnValueOnce(1_800_000_000_999).mockReturnValue(0)
    const compact = await signEct(rootTask, { key: aliceKey.privateKey })
    expect(clock).toHaveBeenCalledTimes(1)
    clock.mockRestore()
    expect(read(compact).payload).toMatchObject({ iat: 1_800_000_000, exp: 1_800_000_600 })
  })

  it('[CLAIM-JTI-UUID] [CLAIM-TID-UUID] fills in jti and tid with fresh UUIDs', async () => {
    const [one, two] = [await payloadOf(), await payloadOf()]
    const ids = [one.jti, one.tid, two.jti, two.tid]
    expect(ids.every((id) => isUuid(String(id)))).toBe(true)
    expect(new Set(ids).size).toBe(4)
  })

  it('[CLAIM-UUID-WRITTEN] writes UUIDs in lower case', async () => {
    const upper = (last: number) => `ABCDEF00-0000-4000-8000-00000000000${last}`
    const claims = { jti: upper(1), tid: upper(2), wid: upper(3), par: [upper(4), upper(5)], pol: upper(6) }
    const payload = await payloadOf(claims)
    const lower = (last: number) => upper(last).toLowerCase()
    expect(payload).toMatchObject({ jti: lower(1), tid: lower(2), wid: lower(3), par: [lower(4), lower(5)] })
    expect(payload.pol).toBe(upper(6))
  })

  it('[CLAIM-IDS-OPAQUE] [CLAIM-IDS-OPAQUE-BYTEWISE] takes opaque ids as they are where the caller says so', async () => {
    const claims = { jti: 'Token-001', tid: 'Task-001', wid: 'Flow.1', par: ['task-001'] }
    expect(await payloadOf(claims, { ids: 'opaque' })).toMatchObject(claims)
    expect(isUuid(String((await payloadOf({}, { ids: 'opaque' })).tid))).toBe(true)
    expect(await outcome(() => sign({ tid: 'task-001' }))).toBe('ECT_CLAIM_ID')
  })

  it('[CLAIM-AUD-WRITTEN-BACK] keeps aud as it was given', async () => {
    expect((await payloadOf({ aud: bob })).aud).toBe(bob)
    expect((await payloadOf({ aud: [bob] })).aud).toEqual([bob])
    expect((await payloadOf({ aud: [bob, alice] })).aud).toEqual([bob, alice])
  })

  it('[CLAIM-UNKNOWN] keeps claims that the draft does not know', async () => {
    const unknown = { note: 'é\u2028"\\', nested: { list: [1, 1.5, true, null, { a: 'b' }] }, jku: 'x' }
    expect(await payloadOf(unknown)).toMatchObject(unknown)
  })

  it('leaves members out that are undefined', async () => {
    const payload = await payloadOf({
      wid: undefined,
      tid: undefined,
      exp: undefined,
      note: undefined,
      ext: { 'com.example.a': undefined },
    })
    expect(Object.keys(payload).sort()).toEqual([
      'aud',
      'exec_act',
      'exp',
      'ext',
      'iat',
      'iss',
      'jti',
      'par',
      'pol',
      'pol_decision',
      'tid',
    ])
    expect(payload.ext).toEqual({})
  })

  it('signs what the claims were when it was called', async () => {
    const claims = { ...rootTask, par: ['550e8400-e29b-41d4-a716-446655440000'] }
    const signing = signEct(claims, { key: aliceKey.privateKey, now })
    claims.par.push('changed later')
    claims.iss = bob
    expect(read(await signing).payload).toMatchObject({ iss: alice, par: ['550e8400-e29b-41d4-a716-446655440000'] })
  })

  it('leaves the claims of the caller alone', async () => {
    const claims = { ...rootTask, jti: 'ABCDEF00-0000-4000-8000-000000000001' }
    await signEct(Object.freeze(claims), { key: aliceKey.privateKey, now })
    expect(claims.jti).toBe('ABCDEF00-0000-4000-8000-000000000001')
    expect('iat' in claims).toBe(false)
  })

  it('has a type that takes what may be left out, and no misspelt claim', async () => {
    type Claims = ClaimsToSign<'execution-context-00'>
    expectTypeOf<Claims['jti']>().toEqualTypeOf<string | undefined>()
    expectTypeOf<Claims['wid']>().toEqualTypeOf<string | undefined>()
    expectTypeOf<Claims['pol']>().toEqualTypeOf<string>()
    expectTypeOf({ ...rootTask, wid: undefined, tid: undefined }).toExtend<Claims>()
    const options = { key: aliceKey.privateKey, now }
    const { exec_act: _action, ...incomplete } = rootTask
    // @ts-expect-error a claim of the draft, misspelt: the token would not say who decided
    const misspelt = signEct({ ...rootTask, pol_enforcr: 'carol' }, options)
    // @ts-expect-error a required claim is missing
    const missing = signEct(incomplete, options)
    // @ts-expect-error not one of the three decisions
    const undecided = signEct({ ...rootTask, pol_decision: 'maybe' }, options)
    expect(await outcome(() => misspelt)).toBe('accepted')
    expect(await outcome(() => missing)).toBe('ECT_CLAIM_MISSING')
    expect(await outcome(() => undecided)).toBe('ECT_CLAIM_DECISION')
  })
})

describe('options of signEct', () => {
  it.each([
    { key: undefined },
    { key: null },
    { key: 'secret' },
    { key: { kty: 'EC', crv: 'P-256' } },
    { lifetime: 0 },
    { lifetime: -1 },
    { lifetime: 1.5 },
    { lifetime: Number.NaN },
    { lifetime: '600' },
    { lifetime: null },
    { now: -1 },
    { now: 1.5 },
    { now: Number.NaN },
    { now: '0' },
    { maxParents: -1 },
    { maxParents: Number.NaN },
    { maxParents: null },
    { ids: 'UUID' },
    { ids: null },
    { revision: null },
    { dangerouslySkipSignatureCheck: 'no' },
  ])('refuse %o as a mistake of the programmer', async (options) => {
    expect(await outcome(() => sign({}, options as Partial<SignOptions>))).toBe('TypeError')
  })

  it('are required', async () => {
    expect(await outcome(() => signEct(rootTask, undefined as unknown as SignOptions))).toBe('TypeError')
  })

  it('takes a lifetime of one second', async () => {
    expect(await payloadOf({}, { lifetime: 1 })).toMatchObject({ exp: now + 1 })
  })
})
