import { createPrivateKey, createSign, generateKeyPairSync } from 'node:crypto'
import type { SignatureAlgorithm } from '@wimse-ect/claims'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  derToJoseSignature,
  type ExtractableKey,
  generateKey,
  type OwnedJwk,
  type Signer,
  type SignOptions,
  signEct,
  signerFromKeyObject,
} from '../src/index.ts'
import { alice, keyPerAlgorithm, now, rootTask, verifiesInNode } from './agents.ts'
import { outcome } from './outcome.ts'

let keys: Readonly<Record<SignatureAlgorithm, ExtractableKey>>
let otherKeys: Readonly<Record<SignatureAlgorithm, ExtractableKey>>

beforeAll(async () => {
  keys = await keyPerAlgorithm()
  otherKeys = await keyPerAlgorithm()
})

/** A signer like that of a KMS: nothing in it was made by this package. */
function kms(changes: Partial<Signer> = {}, alg: SignatureAlgorithm = 'ES256'): Signer {
  const { privateKey, publicJwk } = keys[alg]
  return { alg, kid: privateKey.kid, publicJwk, sign: (bytes) => privateKey.sign(bytes), ...changes }
}

const sign = (key: Signer, options: Partial<SignOptions> = {}) => signEct(rootTask, { key, now, ...options })
const returning = (signature: unknown) => kms({ sign: async () => signature as Uint8Array })
const all: SignatureAlgorithm[] = ['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519', 'PS256']

describe('a signer of the caller', () => {
  it.each(all)('[ENV-ALG-OPTIONAL] makes good tokens with %s', async (alg) => {
    const compact = await sign(kms({}, alg))
    expect(verifiesInNode(compact, keys[alg].publicJwk)).toBe(true)
  })

  it('may be an object of a class and answer in DER', async () => {
    class Kms implements Signer {
      readonly alg = 'ES256'
      readonly kid = 'alice-kms'
      readonly #key = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      readonly publicJwk: OwnedJwk = { ...this.#key.publicKey.export({ format: 'jwk' }), sub: alice }
      async sign(bytes: Uint8Array): Promise<Uint8Array> {
        return derToJoseSignature(createSign('sha256').update(bytes).sign(this.#key.privateKey), this.alg)
      }
    }
    const key = new Kms()
    expect(verifiesInNode(await sign(key), key.publicJwk)).toBe(true)
  })

  it('[VERIFY-SIGNATURE] may be at work on several tokens: each signature is judged by the bytes of its own', async () => {
    let go = (): void => undefined
    const allAsked = new Promise<void>((resolve) => {
      go = resolve
    })
    let asked = 0
    const slow = kms({
      sign: async (bytes) => {
        asked += 1
        if (asked === 3) go()
        await allAsked
        return keys.ES256.privateKey.sign(bytes)
      },
    })
    const tokens = await Promise.all([1, 2, 3].map(() => sign(slow)))
    expect(tokens.map((compact) => verifiesInNode(compact, keys.ES256.publicJwk))).toEqual([true, true, true])
  })

  it.each(all)(
    '[VERIFY-SIGNATURE] that holds another %s key is found out before the token is released',
    async (alg) => {
      expect(await outcome(() => sign(kms({ sign: otherKeys[alg].privateKey.sign }, alg)))).toBe('ECT_SIGNATURE_SIGNER')
    },
  )

  it.each(all)('[VERIFY-SIGNATURE] that signs other bytes is found out with %s', async (alg) => {
    const { privateKey } = keys[alg]
    const other = kms({ sign: (bytes) => privateKey.sign(bytes.slice(1)) }, alg)
    expect(await outcome(() => sign(other))).toBe('ECT_SIGNATURE_SIGNER')
  })

  it('that writes to what it signs is found out', async () => {
    const { privateKey } = keys.ES256
    const writing = kms({ sign: (bytes) => privateKey.sign(bytes.fill(0)) })
    expect(await outcome(() => sign(writing))).toBe('ECT_SIGNATURE_SIGNER')
  })

  it('[VERIFY-SIGNATURE] that answers later is asked about its own token, whatever was signed meanwhile', async () => {
    const { privateKey, publicJwk } = keys.ES256
    const slow = kms({
      sign: async (bytes) => {
        await new Promise((resolve) => setTimeout(resolve, 5))
        return privateKey.sign(bytes)
      },
    })
    const compacts = await Promise.all([sign(slow), sign(privateKey), sign(slow)])
    expect(compacts.map((compact) => verifiesInNode(compact, publicJwk))).toEqual([true, true, true])
  })

  it('that writes to its signature later changes nothing', async () => {
    let buffer: Uint8Array
    const reusing = kms({
      sign: async (bytes) => {
        buffer = await keys.ES256.privateKey.sign(bytes)
        setImmediate(() => buffer.fill(0))
        return buffer
      },
    })
    expect(verifiesInNode(await sign(reusing), keys.ES256.publicJwk)).toBe(true)
  })

  it('that answers in DER without conversion is found out', async () => {
    const privateKey = createPrivateKey({ key: keys.ES256.privateJwk, format: 'jwk' })
    const der = kms({ sign: async (bytes) => createSign('sha256').update(bytes).sign(privateKey) })
    expect(await outcome(() => sign(der))).toBe('ECT_SIGNATURE_SIGNER')
  })

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['text', 'A'.repeat(86)],
    ['an ArrayBuffer', new ArrayBuffer(64)],
    ['a list', Array(64).fill(1)],
    ['no bytes', new Uint8Array()],
    ['63 bytes', new Uint8Array(63).fill(1)],
    ['65 bytes', new Uint8Array(65).fill(1)],
    ['zeros', new Uint8Array(64)],
    ['ones', new Uint8Array(64).fill(255)],
  ])('[ENV-SIG-LENGTH] [ENV-SIG-RANGE] that returns %s is found out', async (_what, signature) => {
    expect(await outcome(() => sign(returning(signature)))).toBe('ECT_SIGNATURE_SIGNER')
  })

  it('that fails is reported with its error as the cause', async () => {
    const cause = new Error('throttled')
    for (const failing of [
      kms({ sign: () => Promise.reject(cause) }),
      kms({
        sign: () => {
          throw cause
        },
      }),
    ]) {
      const error: unknown = await sign(failing).catch((reason: unknown) => reason)
      expect(error).toMatchObject({ code: 'ECT_SIGNATURE_SIGNER', cause })
    }
  })

  it('whose DER is malformed is reported as that', async () => {
    const malformed = kms({ sign: async () => derToJoseSignature(new Uint8Array(70), 'ES256') })
    expect(await outcome(() => sign(malformed))).toBe('ECT_SIGNATURE_DER')
  })
})

describe('PS256', () => {
  it('[ENV-SIG-LENGTH] [ENV-SIZE] takes keys of more than 2,048 bits and counts their longer signature', async () => {
    const pair = generateKeyPairSync('rsa', { modulusLength: 3072 })
    const publicJwk = pair.publicKey.export({ format: 'jwk' })
    const inner = await signerFromKeyObject(pair.privateKey, { kid: 'alice-rsa', alg: 'PS256' })
    const key: Signer = { alg: 'PS256', kid: 'alice-rsa', publicJwk, sign: (bytes) => inner.sign(bytes) }
    const signPadded = (count: number) => signEct({ ...rootTask, ...{ note: 'x'.repeat(count) } }, { key, now })
    const compact = await signPadded(0)
    expect(verifiesInNode(compact, publicJwk)).toBe(true)
    // The signature is 171 characters longer than that of the shortest key.
    const room = Math.floor(((65_535 - compact.length) * 3) / 4)
    expect(await outcome(() => signPadded(room))).toBe('accepted')
    expect(await outcome(() => signPadded(room + 4))).toBe('ECT_TOKEN_SIZE')
  })
})

describe('the public key of a signer of the caller', () => {
  it('is required', async () => {
    expect(await outcome(() => sign(kms({ publicJwk: undefined })))).toBe('TypeError')
  })

  it.each([
    ['of another kind', { kty: 'RSA' }],
    ['of another curve', { crv: 'P-384' }],
    ['for encryption', { use: 'enc' }],
    ['for deriving', { key_ops: ['deriveBits'] }],
    ['with key_ops that are no list', { key_ops: 'verify' }],
    ['for another algorithm', { alg: 'ES384' }],
    ['of another name', { kid: 'bob-key' }],
    ['off the curve', { x: 'A'.repeat(43) }],
    ['with a number that is no string', { x: 7 }],
  ])('%s is a mistake of the programmer, found before anything is signed', async (_what, changes) => {
    let signed = 0
    const publicJwk = { ...keys.ES256.publicJwk, ...changes } as OwnedJwk
    const key = kms({ publicJwk, sign: async () => new Uint8Array(++signed) })
    expect(await outcome(() => sign(key))).toBe('TypeError')
    expect(signed).toBe(0)
  })

  it('is not the private one', async () => {
    expect(await outcome(() => sign(kms({ publicJwk: keys.ES256.privateJwk })))).toBe('TypeError')
  })

  it('may name its purpose or leave it out', async () => {
    const { kid: _kid, alg: _alg, use: _use, sub: _sub, ...bare } = keys.ES256.publicJwk
    expect(await outcome(() => sign(kms({ publicJwk: bare })))).toBe('accepted')
    expect(await outcome(() => sign(kms({ publicJwk: { ...bare, use: 'sig', key_ops: ['verify'] } })))).toBe('accepted')
  })

  it('[VERIFY-KEY-FIT-KTY] of 1,024 bits is refused for PS256', async () => {
    const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 })
    const key = kms({ publicJwk: publicKey.export({ format: 'jwk' }) }, 'PS256')
    expect(await outcome(() => sign({ ...key, kid: 'short' }))).toBe('TypeError')
  })
})

describe('dangerouslySkipSignatureCheck', () => {
  const unchecked = { dangerouslySkipSignatureCheck: true }

  it('releases what the signer returns, also without publicJwk', async () => {
    const wrong = new Uint8Array(64).fill(1)
    expect(await outcome(() => sign(returning(wrong), unchecked))).toBe('accepted')
    expect(await outcome(() => sign({ ...returning(wrong), publicJwk: undefined }, unchecked))).toBe('accepted')
    expect(verifiesInNode(await sign(returning(wrong), unchecked), keys.ES256.publicJwk)).toBe(false)
  })

  it('[ENV-SIG-LENGTH] [ENV-SIG-RANGE] still refuses what cannot be a signature', async () => {
    expect(await outcome(() => sign(returning(new Uint8Array(63)), unchecked))).toBe('ECT_SIGNATURE_SIGNER')
    expect(await outcome(() => sign(returning(new Uint8Array(65)), unchecked))).toBe('ECT_SIGNATURE_SIGNER')
    expect(await outcome(() => sign(returning(Array(64).fill(1)), unchecked))).toBe('ECT_SIGNATURE_SIGNER')
    expect(await outcome(() => sign(returning(new Uint8Array(64)), unchecked))).toBe('ECT_SIGNATURE_SIGNER')
    const short = { ...kms({}, 'PS256'), sign: async () => new Uint8Array(255) }
    expect(await outcome(() => sign(short, unchecked))).toBe('ECT_SIGNATURE_SIGNER')
  })

  it('has to be said: false and undefined keep the check', async () => {
    const key = returning(new Uint8Array(64).fill(1))
    for (const dangerouslySkipSignatureCheck of [false, undefined]) {
      expect(await outcome(() => sign(key, { dangerouslySkipSignatureCheck }))).toBe('ECT_SIGNATURE_SIGNER')
    }
  })
})

describe('a signer of this package', () => {
  it('cannot be given another sign under its name', async () => {
    const { privateKey } = await generateKey({ kid: 'alice-key', subject: alice })
    const { sign: otherSign } = otherKeys.ES256.privateKey
    expect(() => Object.assign(privateKey, { sign: otherSign })).toThrow(TypeError)
    // A copy is a signer of the caller.
    expect(await outcome(() => sign({ ...privateKey, sign: otherSign }))).toBe('ECT_SIGNATURE_SIGNER')
    expect(await outcome(() => sign({ ...privateKey }))).toBe('accepted')
  })

  it.each([
    ['alg', { alg: 'none' }],
    ['alg', { alg: 'HS256' }],
    ['alg', { alg: undefined }],
    ['kid', { kid: undefined }],
    ['kid', { kid: 7 }],
    ['sign', { sign: 'sign' }],
  ])('or of anybody needs a %s: %o is refused', async (_member, changes) => {
    const signer = { ...kms(), ...changes } as Signer
    expect(await outcome(() => sign(signer))).toBe('TypeError')
    expect(await outcome(() => sign(signer, { dangerouslySkipSignatureCheck: true }))).toBe('TypeError')
  })
})
