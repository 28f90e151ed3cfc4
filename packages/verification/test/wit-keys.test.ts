import { EctError } from '@wimse-ect/claims'
import { calculateJwkThumbprint, type JWK } from 'jose'
import { describe, expect, it } from 'vitest'
import { jwksKeys } from '../src/key-set.ts'
import type { KeyResolver } from '../src/verification-key.ts'
import { type WitOptions, witKeys } from '../src/wit-keys.ts'
import { alice, bob, mallory } from './cast.ts'
import { errorOf, refusal } from './refusal.ts'
import { makeSigner, type Signer } from './signer.ts'
import { ect, flipped, jws, now, rootClaims, withSignature } from './tokens.ts'
import { verifierForBob } from './verifier-for-bob.ts'

/** Signs for example.com. */
const authority = makeSigner('ES256')
/** Signs for example.net, and for nobody else. */
const stranger = makeSigner('ES256')

const trustDomains: WitOptions['trustDomains'] = {
  'example.com': { keys: [{ ...authority.jwk, kid: 'authority' }] },
  'example.net': { keys: [{ ...stranger.jwk, kid: 'stranger' }] },
}

/** How a WIT differs from that of alice. */
interface WitParts {
  readonly header?: object
  readonly claims?: object
  /** Members of `cnf.jwk` that replace or follow those of alice's key. */
  readonly jwk?: object
  readonly signer?: Signer
}

/** A Workload Identity Token. */
function wit({ header, claims, jwk, signer = authority }: WitParts = {}): string {
  return jws(
    { typ: 'wit+jwt', alg: signer.alg, kid: 'authority', ...header },
    { sub: alice.id, exp: now + 3600, cnf: { jwk: { ...alice.jwk, alg: 'ES256', kid: alice.kid, ...jwk } }, ...claims },
    signer,
  )
}

const resolve = (wits: readonly string[], kid: string, domains = trustDomains) =>
  witKeys(wits, { trustDomains: domains })(kid)

/** What becomes of a WIT: `'accepted'`, or code and path. */
const judge = (parts: WitParts | string, domains = trustDomains) =>
  refusal(() => resolve([typeof parts === 'string' ? parts : wit(parts)], alice.kid, domains))

const refused = (path?: string) => ['ECT_KEY_WIT', path]

/** The authority's key with further members, as the only one of example.com. */
const withIssuer = (members: object): typeof trustDomains => ({
  'example.com': { keys: [{ ...authority.jwk, kid: 'authority', ...members }] },
})

describe('witKeys', () => {
  it('[ERROR-CODE] what is wrong with the WIT itself has no cause', async () => {
    const error = await errorOf(() => resolve([wit({ header: { typ: 'JWT' } })], alice.kid))
    expect(error).toMatchObject({ code: 'ECT_KEY_WIT', path: 'typ' })
    expect(error).not.toHaveProperty('cause')
  })

  it('[VERIFY-KEY-ANSWER] answers the key, its owner and its validity', async () => {
    expect(await resolve([wit()], alice.kid)).toEqual({
      jwk: { ...alice.jwk, alg: 'ES256', kid: alice.kid },
      subject: alice.id,
      notBefore: 0,
      expiresAt: now + 3600,
    })
  })

  it('serves a verifier', async () => {
    const keys = witKeys([wit()], { trustDomains })
    expect(await verifierForBob({ keys }).verify(ect())).toMatchObject({ claims: rootClaims })
  })

  it('[CLAIM-ISS-OWNER] alice can sign for alice alone', async () => {
    const keys = witKeys([wit()], { trustDomains })
    const verdict = refusal(() => verifierForBob({ keys }).verify(ect({ claims: { iss: bob.id } })))
    expect(await verdict).toEqual(['ECT_PARTY_ISSUER', 'iss'])
  })

  it('[WIT-KID] the key is named by cnf.jwk.kid when that is there', async () => {
    expect(await resolve([wit({ jwk: { kid: 'other' } })], 'other')).toMatchObject({ subject: alice.id })
    expect(await resolve([wit({ jwk: { kid: 'other' } })], alice.kid)).toBeUndefined()
    expect(await resolve([wit()], await calculateJwkThumbprint(alice.jwk))).toBeUndefined()
  })

  it('[WIT-KID-THUMBPRINT] the key is named by its thumbprint otherwise', async () => {
    const thumbprint = await calculateJwkThumbprint(alice.jwk)
    const nameless = wit({ jwk: { kid: undefined } })
    expect(await resolve([nameless], thumbprint)).toMatchObject({ subject: alice.id })
    for (const kid of ['undefined', '', alice.kid]) expect(await resolve([nameless], kid)).toBeUndefined()
  })

  it('[VERIFY-KEY-RESOLVES] knows no kid without a WIT', async () => {
    expect(await resolve([], alice.kid)).toBeUndefined()
    expect(await resolve([wit()], mallory.kid)).toBeUndefined()
  })

  it('answers with the same JWK object every time, so that the imported key is kept', async () => {
    const keys = witKeys([wit()], { trustDomains })
    expect((await keys(alice.kid))?.jwk).toBe((await keys(alice.kid))?.jwk)
  })

  it('reads several WITs', async () => {
    const others = wit({ claims: { sub: mallory.id }, jwk: { ...mallory.jwk, kid: mallory.kid } })
    const keys = witKeys([wit(), others], { trustDomains })
    expect(await keys(alice.kid)).toMatchObject({ subject: alice.id })
    expect(await keys(mallory.kid)).toMatchObject({ subject: mallory.id })
  })

  it('two WITs for one kid are refused: it would be open whose key it is', async () => {
    const twin = wit({ claims: { sub: mallory.id }, jwk: { ...mallory.jwk, kid: alice.kid } })
    expect(await refusal(() => resolve([wit(), twin], alice.kid))).toEqual(refused('kid'))
    expect(await refusal(() => resolve([wit(), wit()], mallory.kid))).toEqual(refused('kid'))
  })

  it('one bad WIT spoils them all, each time', async () => {
    const keys = witKeys([wit(), withSignature(wit(), flipped)], { trustDomains })
    for (const kid of [alice.kid, alice.kid, mallory.kid]) {
      expect(await refusal(() => keys(kid))).toEqual(refused('signature'))
    }
  })

  it('the error passes through the verification', async () => {
    const keys = witKeys(['x'], { trustDomains })
    expect(await refusal(() => verifierForBob({ keys }).verify(ect()))).toEqual(refused())
  })
})

describe('the envelope of a WIT', () => {
  it.each([
    { text: '', code: 'ECT_TOKEN_SEGMENTS' },
    { text: `${wit()}.x`, code: 'ECT_TOKEN_SEGMENTS' },
    { text: `${wit()}=`, code: 'ECT_TOKEN_BASE64URL' },
    { text: wit({ header: { jku: 'https://example.org' } }), code: 'ECT_HEADER_FORBIDDEN' },
    { text: 'x'.repeat(65_536), code: 'ECT_TOKEN_SIZE' },
  ])('is as strict as that of an ECT: $code', async ({ text, code }) => {
    const error = await errorOf(() => resolve([text], alice.kid))
    expect(error).toBeInstanceOf(EctError)
    expect(error).toMatchObject({ code: 'ECT_KEY_WIT', cause: { code } })
    expect(error).toHaveProperty('path', (error as EctError & { cause: EctError }).cause.path)
  })

  it('[WIT-TYP] typ is wit+jwt', async () => {
    for (const typ of [undefined, null, 'JWT', 'WIT+jwt', 'application/wit+jwt', 'wimse-exec+jwt', ['wit+jwt']]) {
      expect(await judge({ header: { typ } })).toEqual(refused('typ'))
    }
  })

  it('[WIT-ALG] alg is an asymmetric algorithm', async () => {
    for (const alg of [undefined, null, 'none', 'HS256', 'es256', 'RS256', ['ES256']]) {
      expect(await judge({ header: { alg } })).toEqual(refused('alg'))
    }
  })

  it.each(['ES384', 'ES512', 'EdDSA', 'Ed25519', 'PS256'] as const)('[WIT-ALG] %s will do', async (alg) => {
    const signer = makeSigner(alg)
    const domains = { 'example.com': { keys: [{ ...signer.jwk, kid: 'authority' }] } }
    expect(await judge({ signer }, domains)).toBe('accepted')
    expect(await judge(withSignature(wit({ signer }), flipped), domains)).toEqual(refused('signature'))
  })
})

describe('who signed a WIT', () => {
  it('[WIT-SIGNATURE] a key of the configured set of its trust domain', async () => {
    expect(await judge(withSignature(wit(), flipped))).toEqual(refused('signature'))
    expect(await judge({ signer: mallory })).toEqual(refused('signature'))
    expect(await judge({ signer: mallory, header: { jwk: mallory.jwk } })).toEqual(refused('jwk'))
    expect(await judge(withSignature(wit(), (right) => right.fill(0, 0, 32)))).toEqual(refused('signature'))
    const zero = Buffer.from([0])
    const padded = (right: Uint8Array) => Buffer.concat([zero, right.subarray(0, 32), zero, right.subarray(32)])
    expect(await judge(withSignature(wit(), padded))).toEqual(refused('signature'))
  })

  it('[WIT-SIGNATURE] the key is named by kid', async () => {
    for (const kid of [undefined, null, '', 'stranger', 'Authority', ['authority']]) {
      expect(await judge({ header: { kid } })).toEqual(refused('kid'))
    }
  })

  it.each([
    { kid: undefined, name: 'undefined' },
    { kid: null, name: 'null' },
    { kid: 5, name: '5' },
    { kid: ['k'], name: 'k' },
    { kid: true, name: 'true' },
  ])('[WIT-SIGNATURE] a kid of $kid is not the name $name', async ({ kid, name }) => {
    expect(await judge({ header: { kid } }, withIssuer({ kid: name }))).toEqual(refused('kid'))
    expect(await judge({ header: { kid: name } }, withIssuer({ kid: name }))).toBe('accepted')
  })

  it('[WIT-SUB] sub is a SPIFFE ID', async () => {
    for (const sub of [undefined, null, 5, '', 'alice', 'spiffe://example.com', 'spiffe://example.com/', [alice.id]]) {
      expect(await judge({ claims: { sub } })).toEqual(refused('sub'))
    }
    expect(await judge({ claims: { sub: 'https://example.com/agent/alice' } })).toEqual(refused('sub'))
  })

  it('[WIT-SUB] one trust domain cannot vouch for a workload of another', async () => {
    const foreign = { sub: 'spiffe://example.net/agent/alice' }
    expect(await judge({ claims: foreign })).toEqual(refused('kid'))
    expect(await judge({ claims: foreign, header: { kid: 'stranger' } })).toEqual(refused('signature'))
    expect(await judge({ signer: stranger, header: { kid: 'stranger' } })).toEqual(refused('kid'))
    expect(await judge({ claims: foreign, signer: stranger, header: { kid: 'stranger' } })).toBe('accepted')
    for (const domain of ['sub.example.com', 'example.co', 'constructor', 'example.org']) {
      expect(await judge({ claims: { sub: `spiffe://${domain}/agent/alice` } })).toEqual(refused('kid'))
    }
  })

  it('[VERIFY-KEY-REVOKED] a revoked key vouches for nobody', async () => {
    expect(await judge({}, withIssuer({ revoked: true }))).toEqual(refused('kid'))
    expect(await judge({}, withIssuer({ revoked: { reason: 'lost' } }))).toEqual(refused('kid'))
    expect(await judge({}, withIssuer({ revoked: false }))).toBe('accepted')
  })

  it('[VERIFY-KEY-FIT-USE] a key that does not fit vouches for nobody', async () => {
    const unfit = [{ use: 'enc' }, { key_ops: ['sign'] }, { alg: 'ES384' }, { d: 'AQ' }, { y: authority.jwk.x }]
    for (const members of unfit) {
      const error = await errorOf(() => resolve([wit()], alice.kid, withIssuer(members)))
      // The point of a y that is not on the curve fits no member in particular.
      const [member] = 'y' in members ? [undefined] : Object.keys(members)
      expect(error).toMatchObject({ code: 'ECT_KEY_WIT', path: member, cause: { code: 'ECT_KEY_UNFIT' } })
    }
  })

  it('a set that is no key set, or with two keys of one kid, is a TypeError', () => {
    const twice = { 'example.com': { keys: [alice.member, alice.member] } }
    expect(() => witKeys([], { trustDomains: twice })).toThrow(TypeError)
    expect(() => witKeys([], { trustDomains: { 'example.com': {} as never } })).toThrow(TypeError)
  })
})

describe('the validity of a WIT', () => {
  const validity = async (claims: object, members: object = {}) => {
    const key = await resolve([wit({ claims })], alice.kid, withIssuer(members))
    return [key?.notBefore, key?.expiresAt]
  }

  it('[WIT-EXP] exp is required and a number', async () => {
    for (const exp of [undefined, null, `${now}`, true, [now]]) {
      expect(await judge({ claims: { exp } })).toEqual(refused('exp'))
    }
  })

  it('nbf, when present, is a number', async () => {
    for (const nbf of [null, `${now}`, false]) expect(await judge({ claims: { nbf } })).toEqual(refused('nbf'))
    expect(await judge({ claims: { nbf: now } })).toBe('accepted')
  })

  it('[WIT-EXP] the key is valid from nbf to exp', async () => {
    expect(await validity({ nbf: 100, exp: 200 })).toEqual([100, 200])
    expect(await validity({ exp: 200.5 })).toEqual([0, 200.5])
    expect(await validity({ nbf: 0, exp: 0 })).toEqual([0, 0])
  })

  it('[WIT-EXP] and no longer than the key that vouches for it', async () => {
    expect(await validity({ nbf: 100, exp: 200 }, { nbf: 101, exp: 199 })).toEqual([101, 199])
    expect(await validity({ nbf: 100, exp: 200 }, { nbf: 99, exp: 201 })).toEqual([100, 200])
    expect(await validity({ exp: 200 }, { nbf: 101 })).toEqual([101, 200])
  })

  it('[WIT-EXP] a token is refused once the WIT has expired', async () => {
    const verdict = (exp: number) => {
      const keys = witKeys([wit({ claims: { exp } })], { trustDomains })
      return refusal(() => verifierForBob({ keys }).verify(ect()))
    }
    expect(await verdict(now + 1)).toBe('accepted')
    expect(await verdict(now)).toEqual(['ECT_KEY_VALIDITY', undefined])
  })

  it('[WIT-NO-AUD] aud is not needed and not looked at', async () => {
    for (const aud of [undefined, alice.id, [], 5]) expect(await judge({ claims: { aud } })).toBe('accepted')
  })
})

describe('the key in a WIT', () => {
  it('[WIT-CNF] cnf.jwk is an object with a key', async () => {
    for (const cnf of [undefined, null, 'jwk', [], {}, { jwk: null }, { jwk: [] }, { jwk: 'jwk' }, { jwk: {} }]) {
      expect(await judge({ claims: { cnf } })).toEqual(refused('cnf'))
    }
    for (const kty of [undefined, null, 5]) expect(await judge({ jwk: { kty } })).toEqual(refused('cnf'))
  })

  it('[WIT-CNF-ALG] it names its own alg, an asymmetric one', async () => {
    for (const alg of [undefined, null, 'none', 'HS256', 'RS256', ['ES256']]) {
      expect(await judge({ jwk: { alg } })).toEqual(refused('cnf'))
    }
  })

  it('[WIT-KID] its kid, when present, is a string', async () => {
    for (const kid of [null, 5, ['alice-key'], true]) expect(await judge({ jwk: { kid } })).toEqual(refused('cnf'))
  })

  it('[WIT-CNF] it fits its alg, is public and is for signatures', async () => {
    const unfit = [
      { kty: 'oct' },
      { kty: 'RSA' },
      { crv: 'P-384' },
      { alg: 'ES384' },
      { use: 'enc' },
      { key_ops: [] },
      { d: 'AQ' },
    ]
    for (const members of [...unfit, { x: undefined }, { y: 'AQ' }]) {
      const error = await errorOf(() => resolve([wit({ jwk: members })], alice.kid))
      // An alg of another curve is found out by the curve, not by the alg.
      const member = 'alg' in members ? 'crv' : Object.keys(members)[0]
      expect(error).toMatchObject({ code: 'ECT_KEY_WIT', path: member, cause: { code: 'ECT_KEY_UNFIT' } })
    }
  })

  it.each(['ES384', 'ES512', 'EdDSA', 'Ed25519', 'PS256'] as const)('may be one for %s', async (alg) => {
    const workload = makeSigner(alg)
    const cnf = { jwk: { ...workload.jwk, alg } }
    const kid = await calculateJwkThumbprint(workload.jwk)
    const keys = witKeys([wit({ claims: { cnf } })], { trustDomains })
    const verifier = verifierForBob({ keys, algorithms: [alg] })
    expect(await refusal(() => verifier.verify(ect({ signer: { ...workload, kid } })))).toBe('accepted')
  })

  it('[VERIFY-KEY-FIT-ALG] verifies with its own alg only', async () => {
    const workload = makeSigner('Ed25519')
    const cnf: { jwk: JWK } = { jwk: { ...workload.jwk, alg: 'EdDSA', kid: alice.kid } }
    const keys = witKeys([wit({ claims: { cnf } })], { trustDomains })
    const verifier = verifierForBob({ keys, algorithms: ['Ed25519', 'EdDSA'] })
    const verdict = refusal(() => verifier.verify(ect({ signer: { ...workload, kid: alice.kid } })))
    expect(await verdict).toEqual(['ECT_KEY_UNFIT', 'alg'])
  })

  it('a point that is not on the curve verifies nothing', async () => {
    const keys = witKeys([wit({ jwk: { y: alice.jwk.x } })], { trustDomains })
    expect(await refusal(() => verifierForBob({ keys }).verify(ect()))).toEqual(['ECT_KEY_UNFIT', undefined])
  })
})

describe('a trust domain whose keys a resolver knows', () => {
  const domainOf = (keys: KeyResolver): WitOptions['trustDomains'] => ({ 'example.com': keys })

  it('[WIT-SIGNATURE] vouches with the keys that the resolver answers', async () => {
    const keys = jwksKeys({ keys: [{ ...authority.jwk, kid: 'authority' }] })
    expect(await judge({}, domainOf(keys))).toBe('accepted')
    expect(
      (
        await judge(
          {},
          domainOf(() => undefined),
        )
      )[0],
    ).toBe('ECT_KEY_WIT')
    expect(
      await judge(
        {},
        domainOf(() => ({ jwk: authority.jwk, revoked: true })),
      ),
    ).toEqual(refused('kid'))
  })

  it('[VERIFY-KEY-ANSWER] says so when the resolver cannot be asked: that is no fault of the WIT', async () => {
    const unreachable = () => Promise.reject(new Error('connection refused'))
    expect(await judge({}, domainOf(unreachable))).toEqual(['ECT_KEY_UNAVAILABLE', undefined])
  })
})

describe('the keys of one call', () => {
  it('[VERIFY-REPLAY-SEEN] come with the message, while the replay memory stays that of the verifier', async () => {
    const verifier = verifierForBob({ keys: () => undefined })
    const call = () => ({ keys: witKeys([wit()], { trustDomains }) })
    const token = ect()
    expect(await refusal(() => verifier.verify(token))).toEqual(['ECT_KEY_UNKNOWN', 'kid'])
    expect((await verifier.verify(token, call())).task.agent).toBe(alice.id)
    expect(await refusal(() => verifier.verify(token, call()))).toEqual(['ECT_REPLAY_SEEN', 'jti'])
    expect(await refusal(() => verifier.verifyAll([token], call()))).toEqual(['ECT_REPLAY_SEEN', 'jti'])
    const found = await verifier.verifyUnlessRecorded(token, async () => 7, call())
    expect(found).toEqual({ entry: 7 })
  })
})
