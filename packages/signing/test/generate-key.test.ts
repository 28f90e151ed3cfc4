import { signatureAlgorithms } from '@wimse-ect/claims'
import type { JWK } from 'jose'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { type CompleteJwk, type GenerateKeyOptions, generateKey, signEct, signerFromJwk } from '../src/index.ts'
import { alice, now, rootTask, verifiesInNode } from './agents.ts'
import { outcome } from './outcome.ts'

describe('generateKey', () => {
  it('[GO-CREATE] [ENV-ALG-ES256] gives a signer and its public key, for ES256 when no algorithm is named', async () => {
    const { privateKey, publicJwk, privateJwk } = await generateKey({ kid: 'alice-key', subject: alice })
    expect(publicJwk).toEqual({
      kty: 'EC',
      crv: 'P-256',
      x: expect.any(String),
      y: expect.any(String),
      kid: 'alice-key',
      alg: 'ES256',
      use: 'sig',
      sub: alice,
    })
    expect(privateKey).toMatchObject({ alg: 'ES256', kid: 'alice-key', publicJwk })
    expect(privateJwk).toBeUndefined()
  })

  it.each(signatureAlgorithms)('makes keys for %s that can be stored and read again', async (alg) => {
    const { privateKey, publicJwk, privateJwk } = await generateKey({
      kid: 'a',
      subject: alice,
      alg,
      extractable: true,
    })
    expect(publicJwk).toMatchObject({ kid: 'a', alg, use: 'sig', sub: alice })
    expect(privateJwk).toMatchObject(publicJwk)
    expect(publicJwk.d).toBeUndefined()
    const stored = await signerFromJwk(JSON.parse(JSON.stringify(privateJwk)) as JWK)
    for (const key of [privateKey, stored]) {
      expect(verifiesInNode(await signEct(rootTask, { key, now }), publicJwk)).toBe(true)
    }
    expect(stored.publicJwk).toEqual(publicJwk)
  })

  it('makes another key every time', async () => {
    const [one, two] = [
      await generateKey({ kid: 'a', subject: alice }),
      await generateKey({ kid: 'a', subject: alice }),
    ]
    expect(one.publicJwk.x).not.toBe(two.publicJwk.x)
  })

  it('makes many keys one after the other and at once, and never stands still', async () => {
    const options = { kid: 'a', subject: alice, extractable: true } as const
    for (let run = 0; run < 100; run++) await generateKey({ ...options, alg: run % 2 === 0 ? 'ES256' : 'Ed25519' })
    const keys = await Promise.all(Array.from({ length: 100 }, () => generateKey(options)))
    expect(new Set(keys.map((key) => key.privateJwk.d)).size).toBe(100)
  })

  it.each([
    ['a subject that is no SPIFFE ID', { subject: 'alice' }, 'ECT_CLAIM_SPIFFE_ID'],
    ['an empty subject', { subject: '' }, 'ECT_CLAIM_SPIFFE_ID'],
    ['no subject', { subject: undefined }, 'TypeError'],
    ['a subject that is no string', { subject: 7 }, 'TypeError'],
    ['an empty kid', { kid: '' }, 'ECT_HEADER_KID'],
    ['a kid with a line break', { kid: 'a\nb' }, 'ECT_HEADER_KID'],
    ['a kid of 513 bytes', { kid: 'a'.repeat(513) }, 'ECT_HEADER_KID'],
    ['no kid', { kid: undefined }, 'ECT_HEADER_KID'],
    ['no algorithm of ours', { alg: 'RS256' }, 'TypeError'],
    ['none', { alg: 'none' }, 'TypeError'],
    ['a shared secret', { alg: 'HS256' }, 'TypeError'],
  ])('[CLAIM-ISS-SPIFFE] [ENV-KID-FORM] refuses %s', async (_what, changes, result) => {
    const options = { kid: 'alice-key', subject: alice, ...changes } as GenerateKeyOptions
    expect(await outcome(() => generateKey(options))).toBe(result)
  })

  it('says in its type when the private key is there', async () => {
    const kept = await generateKey({ kid: 'a', subject: alice, extractable: true })
    const used = await generateKey({ kid: 'a', subject: alice, extractable: false })
    expectTypeOf(kept.privateJwk).toEqualTypeOf<CompleteJwk>()
    expectTypeOf(used.privateJwk).toEqualTypeOf<CompleteJwk | undefined>()
    expect([typeof kept.privateJwk.d, used.privateJwk]).toEqual(['string', undefined])
  })
})
