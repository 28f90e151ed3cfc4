import { describe, expect, it } from 'vitest'
import type { SignatureAlgorithm } from '../src/algorithms.ts'
import { type KeyMembers, unfitKeyMember } from '../src/key-fitness.ts'

const number = (bytes: number, first = 0xff): string => {
  const octets = Buffer.alloc(bytes, 0xff)
  octets[0] = first
  return octets.toString('base64url')
}

/** Public keys in form; whether a point lies on its curve is for a crypto library to say. */
const keys: Readonly<Record<SignatureAlgorithm, KeyMembers>> = {
  ES256: { kty: 'EC', crv: 'P-256', x: number(32), y: number(32) },
  ES384: { kty: 'EC', crv: 'P-384', x: number(48), y: number(48) },
  ES512: { kty: 'EC', crv: 'P-521', x: number(66), y: number(66) },
  EdDSA: { kty: 'OKP', crv: 'Ed25519', x: number(32) },
  Ed25519: { kty: 'OKP', crv: 'Ed25519', x: number(32) },
  PS256: { kty: 'RSA', n: number(256), e: 'AQAB' },
}
const algorithms = Object.keys(keys) as SignatureAlgorithm[]

describe.each(algorithms)('unfitKeyMember for %s', (alg) => {
  const key = keys[alg]
  const judge = (changes: object): string | undefined => unfitKeyMember({ ...key, ...changes }, alg, 'verify')

  it('finds nothing in the public key alone, nor with every member that fits', () => {
    expect(judge({})).toBeUndefined()
    expect(judge({ kid: 'alice-key', alg, use: 'sig', key_ops: ['verify'] })).toBeUndefined()
  })

  it('[VERIFY-KEY-FIT-KTY] finds another key type', () => {
    for (const kty of [undefined, null, '', 'oct', String(key.kty).toLowerCase(), [key.kty]]) {
      expect([kty, judge({ kty })]).toEqual([kty, 'kty'])
    }
  })

  it('[VERIFY-KEY-FIT-USE] finds another use', () => {
    for (const use of ['enc', '', 'SIG', null, ['sig']]) expect([use, judge({ use })]).toEqual([use, 'use'])
  })

  it('[VERIFY-KEY-FIT-OPS] finds operations without the one that is due', () => {
    for (const operations of [[], ['sign'], ['VERIFY'], 'verify', null, { 0: 'verify', length: 1 }]) {
      expect([operations, judge({ key_ops: operations })]).toEqual([operations, 'key_ops'])
    }
    expect(judge({ key_ops: ['encrypt', 'verify'] })).toBeUndefined()
  })

  it('[VERIFY-KEY-FIT-ALG] finds every other algorithm', () => {
    for (const other of [...algorithms.filter((each) => each !== alg), 'HS256', 'none', '', null]) {
      expect([other, judge({ alg: other })]).toEqual([other, 'alg'])
    }
  })

  it('finds a private key where a public one is due', () => {
    for (const d of ['AQAB', '', null]) expect(judge({ d })).toBe('d')
  })

  it('finds a public key where a private one is due', () => {
    const toSign = { ...key, d: 'AQAB', use: 'sig', key_ops: ['sign'], alg }
    expect(unfitKeyMember(toSign, alg, 'sign')).toBeUndefined()
    expect(unfitKeyMember({ ...toSign, d: undefined }, alg, 'sign')).toBe('d')
    expect(unfitKeyMember({ ...toSign, key_ops: ['verify'] }, alg, 'sign')).toBe('key_ops')
  })

  it('finds numbers in any form but canonical base64url', () => {
    for (const name of Object.keys(key).filter((each) => each.length === 1)) {
      const right = String(key[name as keyof KeyMembers])
      for (const wrong of [undefined, null, 5, '', [right], `${right}=`, `${right}\n`, ` ${right}`, `${right}+`]) {
        expect([name, wrong, judge({ [name]: wrong })]).toEqual([name, wrong, name])
      }
    }
  })

  it('judges kty, crv, use, key_ops, alg, d and the numbers in this order', () => {
    const wrong = {
      kty: 'oct',
      crv: 'X25519',
      use: 'enc',
      key_ops: [],
      alg: 'none',
      d: 'AQAB',
      x: '',
      y: '',
      n: '',
      e: '',
    }
    const judged = Object.keys(wrong).filter((name) => name in { use: 1, key_ops: 1, alg: 1, d: 1, ...key })
    for (const [at, first] of judged.entries()) {
      const broken = Object.fromEntries(Object.entries(wrong).filter(([name]) => judged.indexOf(name) >= at))
      expect(judge(broken)).toBe(first)
    }
  })
})

describe.each([
  ['ES256', 'P-256', 32],
  ['ES384', 'P-384', 48],
  ['ES512', 'P-521', 66],
  ['EdDSA', 'Ed25519', 32],
  ['Ed25519', 'Ed25519', 32],
] as const)('unfitKeyMember and the curve of %s', (alg, crv, bytes) => {
  const judge = (changes: object): string | undefined => unfitKeyMember({ ...keys[alg], ...changes }, alg, 'verify')
  const coordinates = ['x', 'y'].filter((name) => name in keys[alg])

  it('[VERIFY-KEY-FIT-CRV] finds every other curve', () => {
    const curves = ['P-256', 'P-384', 'P-521', 'secp256k1', 'Ed25519', 'Ed448', 'X25519', crv.toLowerCase(), '', null]
    for (const other of [...curves.filter((name) => name !== crv), undefined]) {
      expect([other, judge({ crv: other })]).toEqual([other, 'crv'])
    }
  })

  it.each(coordinates)('takes %s in exactly the length of the curve, leading zero bytes included', (name) => {
    const accepted = [1, bytes - 1, bytes, bytes + 1, 2 * bytes].filter(
      (length) => judge({ [name]: number(length) }) === undefined,
    )
    expect(accepted).toEqual([bytes])
    expect(judge({ [name]: number(bytes, 0) })).toBeUndefined()
  })
})

describe('unfitKeyMember and RSA', () => {
  const judge = (changes: object): string | undefined =>
    unfitKeyMember({ ...keys.PS256, ...changes }, 'PS256', 'verify')

  it.each([
    [256, 0x80, undefined],
    [257, 0x01, undefined],
    [512, 0x01, undefined],
    [256, 0x7f, 'n'],
    [255, 0xff, 'n'],
    [128, 0xff, 'n'],
  ])('takes a modulus of 2048 bits or more: %i bytes that start with %i', (bytes, first, expected) => {
    expect(judge({ n: number(bytes, first) })).toBe(expected)
  })

  it('finds numbers that start with a zero byte', () => {
    expect(judge({ n: number(257, 0) })).toBe('n')
    for (const e of ['AA', 'AAEAAQ']) expect(judge({ e })).toBe('e')
    for (const e of ['AQAB', 'Aw']) expect(judge({ e })).toBeUndefined()
  })

  it('[VERIFY-KEY-FIT-CRV] ignores a curve, which RSA keys do not have', () => {
    expect(judge({ crv: 'P-256' })).toBeUndefined()
  })
})
