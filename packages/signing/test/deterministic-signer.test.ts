import { encodeBase64url } from '@wimse-ect/claims'
import type { JWK } from 'jose'
import { describe, expect, it } from 'vitest'
import { deterministicSigner, generateKey, signEct, signerFromJwk } from '../src/index.ts'
import { alice, mallory, now, rootTask, verifiesBytesInNode, verifiesInNode } from './agents.ts'
import { outcome } from './outcome.ts'

// RFC 6979, appendix A.2.5
const secret = Buffer.from('c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721', 'hex')
const published = [
  [
    'sample',
    'efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716' +
      'f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8',
  ],
  [
    'test',
    'f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367' +
      '019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083',
  ],
] as const

const claims = { ...rootTask, jti: '550e8400-e29b-41d4-a716-446655440000', tid: '550e8400-e29b-41d4-a716-446655440001' }

describe('deterministicSigner', () => {
  it.each(published)(
    '[ENV-SIG-HIGH-S] signs %j as RFC 6979 does, with high s where it comes out so',
    async (message, signature) => {
      const signer = await deterministicSigner(secret, { kid: 'alice-key' })
      expect(Buffer.from(await signer.sign(new TextEncoder().encode(message))).toString('hex')).toBe(signature)
      expect(signer.publicJwk).toEqual({
        kty: 'EC',
        crv: 'P-256',
        x: encodeBase64url(Buffer.from('60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6', 'hex')),
        y: encodeBase64url(Buffer.from('7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299', 'hex')),
        kid: 'alice-key',
        alg: 'ES256',
        use: 'sig',
      })
    },
  )

  it('makes the same token every time, and a good one', async () => {
    const key = await deterministicSigner(secret, { kid: 'alice-key' })
    const again = await deterministicSigner(new Uint8Array(secret), { kid: 'alice-key' })
    const compact = await signEct(claims, { key, now })
    expect(await signEct(claims, { key: again, now })).toBe(compact)
    expect(key.publicJwk && verifiesInNode(compact, key.publicJwk)).toBe(true)
  })

  it('takes a JWK with its kid and owner, and signs as its other signers do', async () => {
    const { privateJwk, publicJwk } = await generateKey({ kid: 'alice-key', subject: alice, extractable: true })
    const key = await deterministicSigner(privateJwk)
    expect(key.publicJwk).toEqual(publicJwk)
    expect((await signerFromJwk(privateJwk)).publicJwk).toEqual(publicJwk)
    const bytes = new TextEncoder().encode('review_spec')
    expect(verifiesBytesInNode(bytes, await key.sign(bytes), 'ES256', publicJwk)).toBe(true)
    expect(await outcome(() => signEct({ ...rootTask, iss: mallory }, { key, now }))).toBe('ECT_PARTY_ISSUER')
    expect((await deterministicSigner(privateJwk, { kid: 'other' })).publicJwk).toMatchObject({ kid: 'other' })
  })

  it.each([
    ['bytes', new Uint8Array(secret)],
    ['a Buffer', Buffer.from(secret)],
  ])('keeps a copy of %s from the first moment on', async (_what, bytes) => {
    const making = deterministicSigner(bytes, { kid: 'k' })
    bytes.fill(1)
    const signature = await (await making).sign(new TextEncoder().encode('sample'))
    expect(Buffer.from(signature).toString('hex')).toBe(published[0][1])
  })

  it.each([
    ['31 bytes', new Uint8Array(31).fill(1)],
    ['33 bytes', new Uint8Array(33).fill(1)],
    ['zero', new Uint8Array(32)],
    ['more than the order of the curve', new Uint8Array(32).fill(255)],
    ['text', 'secret'],
    ['null', null],
    ['nothing', undefined],
    ['an empty object', {}],
  ])('refuses %s', async (_what, value) => {
    expect(await outcome(() => deterministicSigner(value as JWK, { kid: 'k' }))).toBe('TypeError')
  })

  it.each([
    ['of another curve', { crv: 'P-384' }],
    ['for another algorithm', { alg: 'ES384' }],
    ['for encryption', { use: 'enc' }],
    ['for verifying', { key_ops: ['verify'] }],
    ['without its private half', { d: undefined }],
    ['with another private half', { d: encodeBase64url(secret) }],
    ['with a private half that is no base64url', { d: '*'.repeat(43) }],
    ['with another x', { x: encodeBase64url(secret) }],
    ['with another y', { y: encodeBase64url(secret) }],
  ])('refuses a JWK %s', async (_what, changes) => {
    const { privateJwk } = await generateKey({ kid: 'alice-key', subject: alice, extractable: true })
    expect(await outcome(() => deterministicSigner({ ...privateJwk, ...changes } as JWK))).toBe('TypeError')
  })

  it('[ENV-KID-REQUIRED] needs a kid', async () => {
    expect(await outcome(() => deterministicSigner(secret))).toBe('ECT_HEADER_KID')
    expect(await outcome(() => deterministicSigner(secret, { kid: '' }))).toBe('ECT_HEADER_KID')
  })
})
