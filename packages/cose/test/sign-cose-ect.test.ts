import { loadCases, loadKeys } from '@wimse-ect/conformance'
import { deterministicSigner, generateKey, type Signer } from '@wimse-ect/signing'
import { jwksKeys } from '@wimse-ect/verification'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeCoseEct } from '../src/decode-cose-ect.ts'
import { type CoseClaimsToSign, signCoseEct } from '../src/sign-cose-ect.ts'
import { alice, aliceKey, bob, malloryKey, now, rootTask, uuid, verifierForBob } from './agents.ts'
import { refusal } from './refusal.ts'

const options = { key: aliceKey.privateKey, now }
const sign = (changes: object = {}): Promise<Uint8Array> => signCoseEct({ ...rootTask, ...changes }, options)

describe('signCoseEct', () => {
  it('[COSE-CLAIM-KEYS] writes byte for byte what the suite has for the same task and key', async () => {
    const plain = loadCases('cose', 'ect-00').find(({ comment }) => comment === 'the plain message')
    const jwk = loadKeys().private.find(({ kid }) => kid === 'alice-key')
    const at = Number(plain?.now) - 60
    const claims = { aud: bob, jti: plain?.expect?.taskId, exec_act: 'review_requirements_spec' }
    const key = await deterministicSigner(jwk ?? { kty: 'EC' })
    const message = await signCoseEct({ ...rootTask, ...claims, pol: 'spec_review_policy_v2' }, { key, now: at })
    expect(Buffer.from(message).toString('base64url')).toBe(plain?.message)
  })

  it('[CLAIM-EXP-ISSUING] fills in iat, exp and jti', async () => {
    const { claims } = await verifierForBob().verify(await sign({ jti: undefined }))
    expect(claims).toMatchObject({ iat: now, exp: now + 600 })
    expect(claims.jti).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    const other = await signCoseEct(rootTask, { ...options, lifetime: 300 })
    expect((await verifierForBob().verify(other)).claims.exp).toBe(now + 300)
  })

  it.each(['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519', 'PS256'] as const)(
    '[COSE-ALG] makes tokens by %s that verify',
    async (alg) => {
      const { privateKey: key, publicJwk } = await generateKey({ kid: 'alice-key', subject: alice, alg })
      const verifier = verifierForBob({ keys: jwksKeys({ keys: [publicJwk] }), algorithms: [alg] })
      const { header } = await verifier.verify(await signCoseEct(rootTask, { key, now }))
      expect(header.alg).toBe(alg)
    },
  )

  it.each([
    ['ECT_CLAIM_ID', 'jti', { jti: 'task-001' }],
    ['ECT_CLAIM_ID', 'jti', { jti: '00000000-0000-0000-0000-000000000000' }],
    ['ECT_CLAIM_ID', 'par[0]', { par: ['task-001'] }],
    ['ECT_CLAIM_TYPE', 'exec_act', { exec_act: 1 }],
    ['ECT_CLAIM_MISSING', 'exec_act', { exec_act: undefined }],
    ['ECT_CLAIM_DECISION', 'pol_decision', { pol_decision: 'perhaps' }],
    ['ECT_CLAIM_MISSING', 'pol', { pol: undefined }],
    ['ECT_CLAIM_MISSING', 'pol_decision', { pol_decision: undefined }],
    ['ECT_CLAIM_HASH', 'inp_hash', { inp_hash: 'sha-256:AAAA' }],
    ['ECT_CLAIM_HASH', 'out_hash', { out_hash: 'md5:AAAA' }],
    ['ECT_CLAIM_INTEGER', 'iat', { iat: now + 0.5 }],
    ['ECT_CLAIM_SUBJECT', 'sub', { sub: bob }],
    ['ECT_CLAIM_POLICY_TIME', 'pol_timestamp', { pol_timestamp: now + 1 }],
    ['ECT_CLAIM_TYPE', 'payload', { exec_action: 'review' }],
    ['ECT_CLAIM_TYPE', 'payload', { tid: uuid(2) }],
    ['ECT_TOKEN_NAME', 'payload', JSON.parse('{"__proto__":{"iss":"a"}}')],
    ['ECT_TIME_EXPIRED', 'exp', { iat: now - 700, exp: now }],
    ['ECT_TIME_FUTURE', 'iat', { iat: now + 31 }],
    ['ECT_DAG_CYCLE', undefined, { par: [uuid(1)] }],
    ['ECT_TOKEN_SURROGATE', 'payload', { exec_act: 'review\ud83d' }],
    ['ECT_TOKEN_SURROGATE', 'payload', { aud: [bob, '\udd11'] }],
    ['ECT_TOKEN_SIZE', undefined, { pol: 'ö'.repeat(40_000) }],
  ])('refuses with %s (%s) what a verifier would refuse', async (code, path, changes) => {
    expect(await refusal(() => sign(changes))).toEqual([code, path])
  })

  it.each(['', 'a\nb', 'a\ud83d', 'a'.repeat(513)])(
    '[COSE-KID] refuses a kid that no verifier takes: %j',
    async (kid) => {
      const { sub: _, kid: __, ...publicJwk } = aliceKey.publicJwk
      const key = { ...aliceKey.privateKey, kid, publicJwk }
      expect(await refusal(() => signCoseEct(rootTask, { key, now }))).toEqual(['ECT_HEADER_KID', 'kid'])
    },
  )

  it('[CLAIM-ISS-OWNER] refuses to sign in the name of another', async () => {
    const key = malloryKey.privateKey
    expect(await refusal(() => signCoseEct(rootTask, { key, now }))).toEqual(['ECT_PARTY_ISSUER', 'iss'])
  })

  it('checks what a signer of your own returns', async () => {
    const { alg, kid, publicJwk } = aliceKey.privateKey
    const good: Signer = { alg, kid, publicJwk, sign: (bytes) => aliceKey.privateKey.sign(bytes) }
    expect(await refusal(() => signCoseEct(rootTask, { key: good, now }))).toBe('accepted')
    const wrong: Signer = { ...good, sign: (bytes) => malloryKey.privateKey.sign(bytes) }
    expect(await refusal(() => signCoseEct(rootTask, { key: wrong, now }))).toEqual(['ECT_SIGNATURE_SIGNER', undefined])
    const writing: Signer = { ...good, sign: (bytes) => malloryKey.privateKey.sign(bytes.fill(0)) }
    expect((await refusal(() => signCoseEct(rootTask, { key: writing, now })))[0]).toBe('ECT_SIGNATURE_SIGNER')
  })

  it('refuses wrong options as a mistake of the programmer', async () => {
    await expect(signCoseEct(rootTask, { ...options, lifetime: 0 })).rejects.toThrow(TypeError)
    await expect(signCoseEct(rootTask, { ...options, now: 1.5 })).rejects.toThrow(TypeError)
    // @ts-expect-error a key is no option to leave out
    await expect(signCoseEct(rootTask, { now })).rejects.toThrow(TypeError)
  })

  it('[COSE-POL-DECISION] [COSE-HASH] [COSE-PAR] whatever task is signed comes back from the verifier as it was', async () => {
    const id = fc.uuid().filter((text) => !/^(0{8}|f{8})/.test(text))
    const digest = (alg: string, length: number) =>
      fc
        .uint8Array({ minLength: length, maxLength: length })
        .map((bytes) => `${alg}:${Buffer.from(bytes).toString('base64url')}`)
    const hash = fc.oneof(digest('sha-256', 32), digest('sha-384', 48), digest('sha-512', 64))
    const name = fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' }).filter((text) => !/\p{Cc}/u.test(text))
    const policy = fc.record({
      pol: name,
      pol_decision: fc.constantFrom('approved', 'rejected', 'pending_human_review'),
    })
    const task = fc.record(
      {
        iss: fc.constant(alice),
        aud: fc.oneof(
          fc.constant(bob),
          fc.array(name, { maxLength: 4 }).map((others) => [...others, bob]),
        ),
        exec_act: name,
        par: fc.uniqueArray(id, { maxLength: 4 }),
        jti: id,
        iat: fc.integer({ min: now - 900, max: now + 30 }),
        exp: fc.integer({ min: now + 31, max: 2 ** 40 }),
        nbf: fc.integer({ min: 0, max: now + 30 }),
        sub: fc.constant(alice),
        wid: id,
        pol_enforcer: name,
        pol_timestamp: fc.integer({ min: 0, max: now - 900 }),
        inp_hash: hash,
        out_hash: hash,
      },
      { requiredKeys: ['iss', 'aud', 'exec_act', 'par', 'jti', 'iat', 'exp'] },
    )
    await fc.assert(
      fc.asyncProperty(task, fc.option(policy, { nil: {} }), async (claims, decided) => {
        const given = { ...claims, ...decided } as CoseClaimsToSign
        fc.pre(!claims.par.includes(claims.jti))
        const message = await signCoseEct(given, options)
        const verified = await verifierForBob().verify(message)
        expect(verified.claims).toEqual(given)
        expect(verified.payload).toEqual(decodeCoseEct(message).payload)
        expect(verified.task).toMatchObject({ taskId: claims.jti, parents: claims.par, action: claims.exec_act })
      }),
      { numRuns: 200 },
    )
  })
})
