import { describe, expect, it } from 'vitest'
import { indexKeySet, jwksKeys } from '../src/key-set.ts'
import { alice, bob, keySet } from './cast.ts'

const of = (...members: object[]) => ({ keys: members }) as never

describe('jwksKeys', () => {
  it('[VERIFY-KEY-ANSWER] answers key, owner, validity and revocation for a kid', () => {
    const member = { ...alice.member, nbf: 10, exp: 20, revoked: true }
    expect(jwksKeys(of(bob.member, member))('alice-key')).toEqual({
      jwk: member,
      subject: alice.id,
      notBefore: 10,
      expiresAt: 20,
      revoked: true,
    })
  })

  it('[VERIFY-KEY-ANSWER] leaves open what the key does not say', () => {
    expect(jwksKeys(of({ ...alice.jwk, kid: 'bare' }))('bare')).toEqual({
      jwk: { ...alice.jwk, kid: 'bare' },
      subject: undefined,
      notBefore: undefined,
      expiresAt: undefined,
      revoked: false,
    })
  })

  it('answers with the same JWK object every time, so that the imported key is kept', async () => {
    const keys = jwksKeys(keySet)
    expect((await keys('alice-key'))?.jwk).toBe(alice.member)
    expect((await keys('alice-key'))?.jwk).toBe(alice.member)
  })

  it('[VERIFY-KEY-RESOLVES] knows no other kid, not even that of a member of every object', () => {
    for (const kid of ['Alice-key', 'alice-key ', '', '__proto__', 'constructor', 'toString', 'undefined']) {
      expect(jwksKeys(keySet)(kid)).toBeUndefined()
    }
  })

  it('[VERIFY-KEY-REVOKED] an object in revoked says when and why, and revokes', async () => {
    const revoked = async (value: unknown) =>
      (await jwksKeys(of({ ...alice.member, revoked: value }))('alice-key'))?.revoked
    expect(await revoked({ revoked_at: 5, reason: 'compromised' })).toBe(true)
    expect(await revoked({})).toBe(true)
    expect(await revoked(true)).toBe(true)
    expect(await revoked(false)).toBe(false)
  })
})

describe('indexKeySet', () => {
  it('[VERIFY-KEYSET-KID-UNIQUE] two keys with one kid are a TypeError', () => {
    expect(() => indexKeySet(of(alice.member, { ...bob.member, kid: 'alice-key' }))).toThrow(TypeError)
    expect(() => jwksKeys(of(alice.member, alice.member))).toThrow(TypeError)
  })

  it('leaves out keys without a kid, however many and whatever they are', () => {
    const { kid: _, ...nameless } = alice.member
    expect([...indexKeySet(of(nameless, nameless, { sub: 5 }, bob.member)).keys()]).toEqual(['bob-key'])
    expect(indexKeySet({ keys: [null] } as never).size).toBe(0)
  })

  it.each([undefined, null, 'keys', 5, {}, { keys: undefined }, { keys: {} }, { keys: 'keys' }])(
    'what is no key set is a TypeError: %j',
    (set) => {
      expect(() => indexKeySet(set as never)).toThrow(TypeError)
    },
  )

  it.each([
    { sub: null },
    { sub: 5 },
    { sub: {} },
    { nbf: null },
    { nbf: '5' },
    { nbf: Number.NaN },
    { exp: null },
    { exp: '5' },
    { exp: Number.POSITIVE_INFINITY },
    { revoked: null },
    { revoked: 'true' },
    { revoked: 1 },
    { revoked: 0 },
  ])('a member of a wrong type is a TypeError: %j', (members) => {
    expect(() => indexKeySet(of({ ...alice.member, ...members }))).toThrow(TypeError)
  })
})
