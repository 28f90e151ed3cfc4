import type { SignatureAlgorithm } from '@wimse-ect/claims'
import type { JWK } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { type ExtractableKey, generateKey, type JwkSignerOptions, signEct, signerFromJwk } from '../src/index.ts'
import { alice, keyPerAlgorithm, mallory, now, read, rootTask, verifiesInNode } from './agents.ts'
import { outcome } from './outcome.ts'

let keys: Readonly<Record<SignatureAlgorithm, ExtractableKey>>
let otherKeys: Readonly<Record<SignatureAlgorithm, ExtractableKey>>

beforeAll(async () => {
  keys = await keyPerAlgorithm()
  otherKeys = await keyPerAlgorithm()
})

const numbersOf = ({ kid: _kid, alg: _alg, use: _use, sub: _sub, ...numbers }: JWK & { sub?: string }): JWK => numbers
const load = (jwk: unknown, options?: JwkSignerOptions) => outcome(() => signerFromJwk(jwk as JWK, options))

describe('signerFromJwk', () => {
  it('takes kid, alg and owner from the JWK', async () => {
    const { privateJwk, publicJwk } = keys.ES384
    expect(await signerFromJwk(privateJwk)).toMatchObject({ alg: 'ES384', kid: 'alice-ES384', publicJwk })
  })

  it('takes them from the caller where the JWK leaves them open', async () => {
    const signer = await signerFromJwk(numbersOf(keys.Ed25519.privateJwk), { kid: 'k', alg: 'EdDSA' })
    const compact = await signEct({ ...rootTask, iss: mallory }, { key: signer, now })
    expect(read(compact).header).toMatchObject({ alg: 'EdDSA', kid: 'k' })
    expect(verifiesInNode(compact, keys.Ed25519.publicJwk)).toBe(true)
    expect(signer.publicJwk).not.toHaveProperty('sub')
  })

  it('lets the caller give the key another name', async () => {
    const signer = await signerFromJwk(keys.ES256.privateJwk, { kid: 'alice-2' })
    expect(signer).toMatchObject({ kid: 'alice-2', publicJwk: { kid: 'alice-2' } })
  })

  it.each(['ES256', 'ES384', 'ES512'] as const)('knows %s from the curve alone', async (alg) => {
    expect((await signerFromJwk(numbersOf(keys[alg].privateJwk), { kid: 'k' })).alg).toBe(alg)
  })

  it.each(['EdDSA', 'PS256'] as const)('does not guess between the algorithms of a key for %s', async (alg) => {
    expect(await load(numbersOf(keys[alg].privateJwk), { kid: 'k' })).toBe('TypeError')
    expect(await load(numbersOf(keys[alg].privateJwk), { kid: 'k', alg })).toBe('accepted')
  })

  it('[CLAIM-ISS-OWNER] keeps the owner: no token of another iss is signed', async () => {
    const key = await signerFromJwk(keys.ES256.privateJwk)
    expect(await outcome(() => signEct({ ...rootTask, iss: mallory }, { key, now }))).toBe('ECT_PARTY_ISSUER')
    expect(await outcome(() => signEct(rootTask, { key, now }))).toBe('accepted')
    expect(() => Object.assign(key.publicJwk ?? {}, { sub: mallory })).toThrow(TypeError)
  })

  it('gives no private number away', async () => {
    for (const { privateJwk } of Object.values(keys)) {
      const signer = await signerFromJwk(privateJwk)
      const shown = JSON.stringify(signer) + Object.values(signer).map(String).join()
      for (const name of ['d', 'p', 'q', 'dp', 'dq', 'qi'] as const) {
        if (privateJwk[name] !== undefined) expect(shown).not.toContain(privateJwk[name])
      }
    }
  })

  it('signs with what the JWK was when it was read', async () => {
    const jwk = { ...keys.ES256.privateJwk }
    const key = await signerFromJwk(jwk)
    Object.assign(jwk, otherKeys.ES256.privateJwk)
    expect(verifiesInNode(await signEct(rootTask, { key, now }), keys.ES256.publicJwk)).toBe(true)
  })
})

describe('a private JWK that does not fit is a mistake of the programmer', () => {
  it.each([
    ['[VERIFY-KEY-FIT-KTY] of another kty', { kty: 'OKP' }],
    ['[VERIFY-KEY-FIT-CRV] of another crv', { crv: 'P-384' }],
    ['[VERIFY-KEY-FIT-CRV] of a curve nobody lists', { crv: 'secp256k1', alg: 'ES256' }],
    ['[VERIFY-KEY-FIT-USE] for encryption', { use: 'enc' }],
    ['[VERIFY-KEY-FIT-OPS] for verifying only', { key_ops: ['verify'] }],
    ['[VERIFY-KEY-FIT-OPS] with key_ops that are no list', { key_ops: 'sign' }],
    ['[VERIFY-KEY-FIT-ALG] for another algorithm', { alg: 'ES384' }],
    ['for none', { alg: 'none' }],
    ['for a symmetric algorithm', { alg: 'HS256' }],
    ['that is a public one', { d: undefined }],
    ['with a number that is no string', { d: 7 }],
    ['with an empty number', { d: '' }],
    ['with a number that is too large', { d: '_'.repeat(43) }],
    ['without a coordinate', { x: undefined }],
    ['off its curve', { x: 'A'.repeat(43) }],
  ])('%s', async (_what, changes) => {
    expect(await load({ ...keys.ES256.privateJwk, ...changes })).toBe('TypeError')
  })

  it('[VERIFY-KEY-FIT-OPS] but may list sign among its operations', async () => {
    expect(await load({ ...keys.ES256.privateJwk, key_ops: ['sign'], ext: false })).toBe('accepted')
  })

  it('[VERIFY-KEY-FIT-ALG] when the caller names another algorithm than the key', async () => {
    expect(await load(keys.ES256.privateJwk, { alg: 'ES384' })).toBe('TypeError')
    expect(await load(keys.EdDSA.privateJwk, { alg: 'Ed25519' })).toBe('TypeError')
  })

  it.each(['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519', 'PS256'] as const)(
    'with halves of two keys for %s: everybody else would refuse its tokens',
    async (alg) => {
      expect(await load({ ...keys[alg].privateJwk, ...otherKeys[alg].publicJwk })).toBe('TypeError')
    },
  )

  it.each(['n', 'e', 'd', 'p', 'q', 'dp', 'dq', 'qi'] as const)(
    'with the RSA number %s of another key, unless its tokens are good all the same',
    async (name) => {
      const { privateJwk, publicJwk } = keys.PS256
      const mixed = { ...privateJwk, [name]: name === 'e' ? 'Aw' : otherKeys.PS256.privateJwk[name] }
      const signed = signerFromJwk(mixed).then((key) => signEct(rootTask, { key, now }))
      const result = await signed.then(
        (compact) => verifiesInNode(compact, publicJwk),
        (error: unknown) => error,
      )
      expect(result === true || result instanceof TypeError).toBe(true)
    },
  )

  it.each([undefined, null, 'jwk', 7, [], {}])('when it is %o', async (jwk) => {
    expect(await load(jwk)).toBe('TypeError')
  })

  it('[ENV-KID-REQUIRED] without a kid anywhere', async () => {
    const { kid: _kid, ...nameless } = keys.ES256.privateJwk
    expect(await load(nameless)).toBe('ECT_HEADER_KID')
    expect(await load(nameless, { kid: '' })).toBe('ECT_HEADER_KID')
  })

  it('[ERROR-TEXT-CLEAN] and its error shows nothing of the key', async () => {
    const { privateJwk } = await generateKey({ kid: 'k', subject: alice, extractable: true })
    const error = await signerFromJwk({ ...privateJwk, x: 'AAAA' }).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(TypeError)
    expect(`${String(error)} ${String((error as Error).cause)}`).not.toContain(privateJwk.d)
    const secret = 4815162342
    const mistyped: unknown = await signerFromJwk({ ...privateJwk, d: secret } as object).catch(
      (reason: unknown) => reason,
    )
    expect(mistyped).toBeInstanceOf(TypeError)
    expect(`${String(mistyped)} ${String((mistyped as Error).cause)}`).not.toContain(String(secret))
  })
})
