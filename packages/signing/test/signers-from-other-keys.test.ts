import { createPrivateKey, createSecretKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { SignatureAlgorithm } from '@wimse-ect/claims'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  type ExtractableKey,
  type KeySignerOptions,
  type PrivateKeyObject,
  type Signer,
  signEct,
  signerFromCryptoKey,
  signerFromKeyObject,
  signerFromPem,
} from '../src/index.ts'
import { keyPerAlgorithm, now, read, rootTask, verifiesInNode } from './agents.ts'
import { outcome } from './outcome.ts'

const all: SignatureAlgorithm[] = ['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519', 'PS256']
const others: Readonly<Record<SignatureAlgorithm, SignatureAlgorithm>> = {
  ES256: 'ES384',
  ES384: 'ES512',
  ES512: 'ES256',
  EdDSA: 'ES256',
  Ed25519: 'PS256',
  PS256: 'EdDSA',
}

let keys: Readonly<Record<SignatureAlgorithm, ExtractableKey>>

beforeAll(async () => {
  keys = await keyPerAlgorithm()
})

const objectOf = (alg: SignatureAlgorithm): KeyObject => createPrivateKey({ key: keys[alg].privateJwk, format: 'jwk' })
const pemOf = (alg: SignatureAlgorithm): string => String(objectOf(alg).export({ type: 'pkcs8', format: 'pem' }))

async function cryptoKeyOf(alg: SignatureAlgorithm, extractable = false): Promise<CryptoKey> {
  const parameters = {
    ES256: { name: 'ECDSA', namedCurve: 'P-256' },
    ES384: { name: 'ECDSA', namedCurve: 'P-384' },
    ES512: { name: 'ECDSA', namedCurve: 'P-521' },
    EdDSA: { name: 'Ed25519' },
    Ed25519: { name: 'Ed25519' },
    PS256: { name: 'RSA-PSS', hash: 'SHA-256' },
  }[alg]
  const der = objectOf(alg).export({ type: 'pkcs8', format: 'der' })
  return crypto.subtle.importKey('pkcs8', der, parameters, extractable, ['sign'])
}

async function expectGoodTokens(key: Signer, alg: SignatureAlgorithm): Promise<void> {
  const compact = await signEct(rootTask, { key, now })
  expect(read(compact).header).toMatchObject({ alg, kid: 'alice-key' })
  expect(verifiesInNode(compact, keys[alg].publicJwk)).toBe(true)
}

/** What every kind of key has in common. */
const sources: readonly (readonly [string, (alg: SignatureAlgorithm, options: KeySignerOptions) => Promise<Signer>])[] =
  [
    ['signerFromKeyObject', async (alg, options) => signerFromKeyObject(objectOf(alg), options)],
    ['signerFromPem', async (alg, options) => signerFromPem(pemOf(alg), options)],
    ['signerFromCryptoKey', async (alg, options) => signerFromCryptoKey(await cryptoKeyOf(alg), options)],
  ]

describe.each(sources)('%s', (_name, load) => {
  it.each(all)('[ENV-ALG-OPTIONAL] makes good tokens with %s', async (alg) => {
    await expectGoodTokens(await load(alg, { kid: 'alice-key', alg }), alg)
  })

  it.each(all)('refuses a key for %s under another algorithm', async (alg) => {
    expect(await outcome(() => load(alg, { kid: 'alice-key', alg: others[alg] }))).toBe('TypeError')
  })

  it.each(['none', 'HS256', 'RS256', undefined])('refuses the algorithm %s', async (alg) => {
    expect(await outcome(() => load('ES256', { kid: 'alice-key', alg: alg as 'ES256' }))).toBe('TypeError')
  })

  it('[ENV-KID-REQUIRED] [ENV-KID-FORM] needs a kid that a token can carry', async () => {
    const withKid = (kid: unknown) => outcome(() => load('ES256', { kid: kid as string, alg: 'ES256' }))
    expect(await withKid(undefined)).toBe('ECT_HEADER_KID')
    expect(await withKid('')).toBe('ECT_HEADER_KID')
    expect(await withKid('a\u007fb')).toBe('ECT_HEADER_KID')
  })
})

describe('signerFromCryptoKey', () => {
  const load = (key: unknown, alg: SignatureAlgorithm = 'ES256') =>
    outcome(() => signerFromCryptoKey(key as CryptoKey, { kid: 'alice-key', alg }))

  it('takes a key that cannot be extracted, and one that can', async () => {
    expect(await load(await cryptoKeyOf('ES256', false))).toBe('accepted')
    expect(await load(await cryptoKeyOf('ES256', true))).toBe('accepted')
  })

  it('refuses a public key, one that may not sign, and what is no key', async () => {
    const ecdsa = { name: 'ECDSA', namedCurve: 'P-256' }
    const pair = await crypto.subtle.generateKey(ecdsa, false, ['sign', 'verify'])
    const ecdh = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits'])
    const secret = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
    const algorithm = pair.privateKey.algorithm
    const likePublic = { type: 'public', usages: ['sign'], algorithm }
    const likeUseless = { type: 'private', usages: ['verify'], algorithm }
    const noKeys = [likePublic, likeUseless, { type: 'private' }, {}, undefined, null, 'key']
    for (const key of [pair.publicKey, ecdh.privateKey, secret, ...noKeys]) expect(await load(key)).toBe('TypeError')
  })

  it('refuses RSA keys of another padding, hash or of too few bits', async () => {
    const rsa = (name: string, hash: string, modulusLength: number) =>
      crypto.subtle.generateKey({ name, hash, modulusLength, publicExponent: Uint8Array.of(1, 0, 1) }, false, [
        'sign',
        'verify',
      ])
    for (const pair of [
      rsa('RSASSA-PKCS1-v1_5', 'SHA-256', 2048),
      rsa('RSA-PSS', 'SHA-512', 2048),
      rsa('RSA-PSS', 'SHA-256', 1024),
    ]) {
      expect(await load((await pair).privateKey, 'PS256')).toBe('TypeError')
    }
    expect(await load((await rsa('RSA-PSS', 'SHA-256', 2048)).privateKey, 'PS256')).toBe('accepted')
  })
})

describe('signerFromKeyObject', () => {
  const load = (key: unknown, alg: SignatureAlgorithm = 'ES256') =>
    outcome(() => signerFromKeyObject(key as PrivateKeyObject, { kid: 'alice-key', alg }))

  it('takes keys as node:crypto makes them, fresh, many, and never stands still', async () => {
    const loads = Array.from({ length: 50 }, () => load(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey))
    expect(new Set(await Promise.all(loads))).toEqual(new Set(['accepted']))
  })

  it('refuses public and secret keys, another curve, RSA of too few bits, and what is no key', async () => {
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const bitcoin = generateKeyPairSync('ec', { namedCurve: 'secp256k1' })
    for (const key of [
      pair.publicKey,
      createSecretKey(Buffer.alloc(32)),
      bitcoin.privateKey,
      undefined,
      null,
      {},
      'key',
    ]) {
      expect(await load(key)).toBe('TypeError')
    }
    expect(await load(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey, 'PS256')).toBe('TypeError')
    expect(await load({ type: 'private', export: () => 'no pem' })).toBe('TypeError')
  })
})

describe('signerFromPem', () => {
  const load = (pem: unknown, alg: SignatureAlgorithm = 'ES256') =>
    outcome(() => signerFromPem(pem as string, { kid: 'alice-key', alg }))

  it('takes white space around it and either line end', async () => {
    expect(await load(`\n  ${pemOf('ES256')}\n\n`)).toBe('accepted')
    expect(await load(pemOf('ES256').replaceAll('\n', '\r\n'))).toBe('accepted')
  })

  it('refuses other forms of a key, and what is none', async () => {
    const key = objectOf('ES256')
    const encrypted = key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' })
    const sec1 = key.export({ type: 'sec1', format: 'pem' })
    const pkcs1 = objectOf('PS256').export({ type: 'pkcs1', format: 'pem' })
    for (const pem of [
      encrypted,
      sec1,
      '',
      '-----BEGIN PRIVATE KEY-----',
      pemOf('ES256').slice(0, 120),
      undefined,
      null,
      7,
    ]) {
      expect(await load(pem)).toBe('TypeError')
    }
    expect(await load(pkcs1, 'PS256')).toBe('TypeError')
  })

  it('[ERROR-TEXT-CLEAN] shows nothing of the key in its error', async () => {
    const pem = pemOf('ES256')
    const error = await signerFromPem(pem, { kid: 'alice-key', alg: 'ES384' }).catch((reason: unknown) => reason)
    const secret = pem.split('\n')[1] ?? pem
    expect(error).toBeInstanceOf(TypeError)
    expect(`${String(error)} ${String((error as Error).cause)}`).not.toContain(secret)
  })
})
