import { EctError } from '@wimse-ect/claims'
import type { JWK } from 'jose'
import { describe, expect, it } from 'vitest'
import { keyOfCheck, signatureCheckFor } from '../src/signature-check.ts'
import { alice, mallory } from './cast.ts'
import { errorOf, refusal } from './refusal.ts'
import { makeSigner } from './signer.ts'
import { ect } from './tokens.ts'

/** A JWK that counts how often its `x`, and so the key, is read. */
function countingJwk(jwk: JWK): { jwk: JWK; reads: () => number } {
  let reads = 0
  const counting = Object.defineProperty({ ...jwk }, 'x', {
    enumerable: true,
    get: () => {
      reads++
      return jwk.x
    },
  })
  return { jwk: counting, reads: () => reads }
}

const [signingInput, signature] = (() => {
  const compact = ect()
  const end = compact.lastIndexOf('.')
  return [compact.slice(0, end), Buffer.from(compact.slice(end + 1), 'base64url')] as const
})()

describe('signatureCheckFor', () => {
  it('[VERIFY-SIGNATURE] gives the check of the key', async () => {
    const ofAlice = await signatureCheckFor(alice.jwk, 'ES256')
    const ofMallory = await signatureCheckFor(mallory.jwk, 'ES256')
    expect(await ofAlice(signingInput, signature)).toBe(true)
    expect(await ofAlice(`${signingInput}x`, signature)).toBe(false)
    expect(await ofMallory(signingInput, signature)).toBe(false)
  })

  it('imports a key once, however often it is asked for', async () => {
    const { jwk, reads } = countingJwk(alice.jwk)
    const [one, two] = await Promise.all([signatureCheckFor(jwk, 'ES256'), signatureCheckFor(jwk, 'ES256')])
    const afterFirst = reads()
    expect(two).toBe(one)
    expect(await signatureCheckFor(jwk, 'ES256')).toBe(one)
    expect(reads()).toBe(afterFirst)
  })

  it('answers at once where the key is imported, and with a promise before', async () => {
    const jwk = { ...alice.jwk }
    const pending = signatureCheckFor(jwk, 'ES256')
    expect(pending).toBeInstanceOf(Promise)
    expect(signatureCheckFor(jwk, 'ES256')).toBe(pending)
    const check = await pending
    expect(signatureCheckFor(jwk, 'ES256')).toBe(check)
  })

  it('keeps the checks of two algorithms of one key apart', async () => {
    const { jwk } = makeSigner('Ed25519')
    const old = await signatureCheckFor(jwk, 'EdDSA')
    const fresh = await signatureCheckFor(jwk, 'Ed25519')
    expect(fresh).not.toBe(old)
    expect(await signatureCheckFor(jwk, 'EdDSA')).toBe(old)
    expect(await signatureCheckFor(jwk, 'Ed25519')).toBe(fresh)
  })

  it('another object with the same key is another key', async () => {
    const other = { ...alice.jwk }
    expect(await signatureCheckFor(other, 'ES256')).not.toBe(await signatureCheckFor(alice.jwk, 'ES256'))
  })

  it('[ERROR-CODE] a key that cannot be imported is unfit, each time it is tried', async () => {
    const offCurve = { ...alice.jwk, y: String(alice.jwk.x) }
    for (let attempt = 0; attempt < 2; attempt++) {
      const error = await errorOf(() => signatureCheckFor(offCurve, 'ES256'))
      expect(error).toBeInstanceOf(EctError)
      expect(error).toMatchObject({ code: 'ECT_KEY_UNFIT', path: undefined, cause: expect.any(Error) })
    }
  })

  it.each(['{"kty":"EC"}', undefined, null])('[ERROR-CODE] something that is no key is unfit: %s', async (jwk) => {
    expect(await refusal(() => signatureCheckFor(jwk as never, 'ES256'))).toEqual(['ECT_KEY_UNFIT', undefined])
  })

  it('remembers the key that it was made for, whatever becomes of its object', async () => {
    const jwk = { ...alice.jwk }
    const check = await signatureCheckFor(jwk, 'ES256')
    Object.assign(jwk, mallory.jwk)
    expect(await signatureCheckFor(jwk, 'ES256')).toBe(check)
    expect(keyOfCheck(check)).toEqual(alice.jwk)
  })
})
