import type { SignatureAlgorithm } from '@wimse-ect/claims'
import type { JWK } from 'jose'
import { describe, expect, it } from 'vitest'
import { checkKeyFits } from '../src/key-fitness.ts'
import { refusal } from './refusal.ts'
import { makeSigner } from './signer.ts'
import { base64url } from './tokens.ts'

const algorithms = ['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519', 'PS256'] as const
const keys = Object.fromEntries(algorithms.map((alg) => [alg, makeSigner(alg).jwk])) as Record<SignatureAlgorithm, JWK>

const fits = (jwk: object, alg: SignatureAlgorithm) => refusal(() => checkKeyFits(jwk, alg))
const unfit = (path: string) => ['ECT_KEY_UNFIT', path]

describe.each(algorithms)('checkKeyFits for %s', (alg) => {
  const key: Readonly<Record<string, unknown>> = { ...keys[alg] }

  it('takes the public key alone, and with every member that fits', async () => {
    expect(await fits(key, alg)).toBe('accepted')
    expect(await fits({ ...key, kid: 'k', alg, use: 'sig', key_ops: ['verify'], x5t: 'x' }, alg)).toBe('accepted')
  })

  it('[VERIFY-KEY-FIT-KTY] refuses another key type', async () => {
    for (const kty of [undefined, null, '', 'oct', 'AKP', String(key.kty).toLowerCase()]) {
      expect(await fits({ ...key, kty }, alg)).toEqual(unfit('kty'))
    }
  })

  it('[VERIFY-KEY-FIT-KTY] refuses a shared secret', async () => {
    expect(await fits({ kty: 'oct', k: base64url('secret'), alg }, alg)).toEqual(unfit('kty'))
  })

  it('[VERIFY-KEY-FIT-USE] refuses a key for another use', async () => {
    for (const use of ['enc', '', 'SIG', null, ['sig']]) {
      expect(await fits({ ...key, use }, alg)).toEqual(unfit('use'))
    }
  })

  it('[VERIFY-KEY-FIT-OPS] refuses a key whose operations lack verify', async () => {
    for (const operations of [[], ['sign'], ['VERIFY'], 'verify', null, { 0: 'verify' }, { includes: () => true }]) {
      expect(await fits({ ...key, key_ops: operations }, alg)).toEqual(unfit('key_ops'))
    }
    expect(await fits({ ...key, key_ops: ['encrypt', 'verify'] }, alg)).toBe('accepted')
  })

  it('[VERIFY-KEY-FIT-ALG] refuses a key that is bound to another algorithm', async () => {
    const others = [...algorithms.filter((other) => other !== alg), 'HS256', 'none', '', null, alg.toLowerCase()]
    for (const other of others) expect(await fits({ ...key, alg: other }, alg)).toEqual(unfit('alg'))
  })

  it('refuses a private key', async () => {
    for (const d of ['AQAB', '', null]) expect(await fits({ ...key, d }, alg)).toEqual(unfit('d'))
  })

  it.each(Object.keys(key).filter((name) => name.length === 1))(
    'refuses %s in any form but canonical base64url',
    async (name) => {
      const right = String(key[name])
      const base64 = Buffer.from(right, 'base64url').toString('base64')
      const wrong = [undefined, null, 5, '', [right], `${right}=`, `${right}\n`, ` ${right}`, `${right}!`, `${base64}=`]
      for (const value of wrong) expect(await fits({ ...key, [name]: value }, alg)).toEqual(unfit(name))
    },
  )

  it('judges kty before crv, use, key_ops, alg, d and the numbers, in this order', async () => {
    const wrong: Record<string, unknown> = { kty: 'oct', crv: 'X25519', use: 'enc', key_ops: [], alg: 'none', d: 'AQ' }
    const order = Object.keys(wrong).filter((name) => name !== 'crv' || 'crv' in key)
    const numbers = Object.fromEntries(Object.keys(key).map((name) => [name, name.length === 1 ? '' : key[name]]))
    for (const [at, first] of order.entries()) {
      const broken = Object.fromEntries(order.slice(at).map((name) => [name, wrong[name]]))
      expect(await fits({ ...numbers, ...broken }, alg)).toEqual(unfit(first))
    }
  })
})

describe.each([
  { alg: 'ES256', crv: 'P-256', bytes: 32 },
  { alg: 'ES384', crv: 'P-384', bytes: 48 },
  { alg: 'ES512', crv: 'P-521', bytes: 66 },
  { alg: 'EdDSA', crv: 'Ed25519', bytes: 32 },
  { alg: 'Ed25519', crv: 'Ed25519', bytes: 32 },
] as const)('checkKeyFits and the curve of $alg', ({ alg, crv, bytes }) => {
  const key = keys[alg]
  const coordinates = 'y' in key ? ['x', 'y'] : ['x']

  it('[VERIFY-KEY-FIT-CRV] refuses every other curve', async () => {
    const curves = ['P-256', 'P-384', 'P-521', 'secp256k1', 'Ed25519', 'Ed448', 'X25519', crv.toLowerCase(), '', null]
    for (const other of [...curves.filter((name) => name !== crv), undefined]) {
      expect(await fits({ ...key, crv: other }, alg)).toEqual(unfit('crv'))
    }
  })

  it.each(coordinates)('%s has exactly the length of the curve', async (name) => {
    for (const length of [0, 1, bytes - 1, bytes + 1, 2 * bytes]) {
      expect(await fits({ ...key, [name]: base64url(new Uint8Array(length)) }, alg)).toEqual(unfit(name))
    }
    // Whether the point is on the curve is for the crypto library to say.
    expect(await fits({ ...key, [name]: base64url(new Uint8Array(bytes)) }, alg)).toBe('accepted')
  })
})

describe('checkKeyFits and RSA', () => {
  const key = keys.PS256
  const modulus = (bytes: number, first: number) => {
    const n = new Uint8Array(bytes).fill(0xff)
    n[0] = first
    return fits({ ...key, n: base64url(n) }, 'PS256')
  }

  it('refuses a modulus of fewer than 2048 bits', async () => {
    expect(await modulus(256, 0x80)).toBe('accepted')
    expect(await modulus(256, 0xff)).toBe('accepted')
    expect(await modulus(257, 0x01)).toBe('accepted')
    expect(await modulus(512, 0x01)).toBe('accepted')
    expect(await modulus(256, 0x7f)).toEqual(unfit('n'))
    expect(await modulus(255, 0xff)).toEqual(unfit('n'))
    expect(await modulus(128, 0xff)).toEqual(unfit('n'))
  })

  it('refuses numbers that start with a zero byte, which engines read differently', async () => {
    expect(await modulus(257, 0x00)).toEqual(unfit('n'))
    for (const e of ['AA', 'AAEAAQ', '']) expect(await fits({ ...key, e }, 'PS256')).toEqual(unfit('e'))
    for (const e of ['AQAB', 'Aw']) expect(await fits({ ...key, e }, 'PS256')).toBe('accepted')
  })

  it('judges n before e', async () => {
    expect(await fits({ ...key, n: '', e: '' }, 'PS256')).toEqual(unfit('n'))
  })

  it('[VERIFY-KEY-FIT-CRV] ignores a curve, which RSA keys do not have', async () => {
    expect(await fits({ ...key, crv: 'P-256' }, 'PS256')).toBe('accepted')
  })
})
