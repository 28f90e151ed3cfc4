import type { SignatureAlgorithm } from '@wimse-ect/claims'
import type { JWK } from 'jose'
import { describe, expect, it } from 'vitest'
import type { SignatureCheck } from '../src/signature-check.ts'
import { errorOf } from './refusal.ts'
import { makeSigner, type Signer } from './signer.ts'
import { ect, flipped } from './tokens.ts'

export const algorithms = ['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519', 'PS256'] as const

/** A signed token, taken apart. */
export function signed(signer: Signer, claims: object = {}): { input: string; signature: Uint8Array } {
  const compact = ect({ signer, claims })
  const end = compact.lastIndexOf('.')
  return { input: compact.slice(0, end), signature: new Uint8Array(Buffer.from(compact.slice(end + 1), 'base64url')) }
}

/** What every implementation behind `#verify-signature` must do. */
export function describeSignatureCheck(
  name: string,
  makeSignatureCheck: (jwk: JWK, alg: SignatureAlgorithm) => Promise<SignatureCheck>,
): void {
  describe.each(algorithms)(`makeSignatureCheck ${name} for %s`, (alg) => {
    const signer = makeSigner(alg)
    const { input, signature } = signed(signer)

    it('[VERIFY-SIGNATURE] is true for the right signature, also the second time', async () => {
      const check = await makeSignatureCheck(signer.jwk, alg)
      expect(await check(input, signature)).toBe(true)
      expect(await check(input, signature)).toBe(true)
    })

    it('[VERIFY-SIGNATURE] is false for another signature, input or key', async () => {
      const check = await makeSignatureCheck(signer.jwk, alg)
      const other = signed(signer, { exec_act: 'approve_release' })
      expect(await check(input, flipped(signature))).toBe(false)
      expect(await check(input, other.signature)).toBe(false)
      expect(await check(other.input, signature)).toBe(false)
      expect(await (await makeSignatureCheck(makeSigner(alg).jwk, alg))(input, signature)).toBe(false)
    })

    it('[VERIFY-SIGNATURE] judges bytes like the text that they are', async () => {
      const check = await makeSignatureCheck(signer.jwk, alg)
      const bytes = new TextEncoder().encode(input)
      expect(await check(bytes, signature)).toBe(true)
      expect(await check(bytes, flipped(signature))).toBe(false)
      expect(await check(flipped(bytes), signature)).toBe(false)
      expect(await check(bytes.subarray(1), signature)).toBe(false)
      expect(await check(bytes, new Uint8Array(63))).toBe(false)
    })

    it('is false for a signature of any length that is none, and never throws', async () => {
      const check = await makeSignatureCheck(signer.jwk, alg)
      for (const length of [1, 2, 63, 64, 65, 96, 132, 255, 256, 257, 1024]) {
        expect(await check(input, new Uint8Array(length).fill(0x11))).toBe(false)
      }
    })

    it('takes a key with every member that step 4 lets pass', async () => {
      const jwk = { ...signer.jwk, kid: 'k', alg, use: 'sig', key_ops: ['encrypt', 'verify', 'verify'], ext: false }
      const check = await makeSignatureCheck({ ...jwk, sub: 'alice', nbf: 1, exp: 2, revoked: {} } as JWK, alg)
      expect(await check(input, signature)).toBe(true)
    })

    it('leaves the JWK as it is', async () => {
      const jwk = { ...signer.jwk }
      await (await makeSignatureCheck(jwk, alg))(input, signature)
      expect(jwk).toEqual(signer.jwk)
      expect(Object.isFrozen(jwk)).toBe(false)
    })
  })

  describe.each(['ES256', 'ES384', 'ES512'] as const)(`makeSignatureCheck ${name} for a bad key of %s`, (alg) => {
    it('rejects a point that is not on the curve', async () => {
      const { jwk } = makeSigner(alg)
      expect(await errorOf(() => makeSignatureCheck({ ...jwk, y: String(jwk.x) }, alg))).toBeInstanceOf(Error)
      expect(await errorOf(() => makeSignatureCheck({ ...jwk, x: '', y: '' }, alg))).toBeInstanceOf(Error)
    })
  })

  describe(`makeSignatureCheck ${name} for PS256`, () => {
    it('[ENV-SIG-LENGTH] takes a signature of the length of the key only', async () => {
      const signer = makeSigner('PS256')
      const { input, signature } = signed(signer)
      const check = await makeSignatureCheck(signer.jwk, 'PS256')
      expect(await check(input, signature.slice(1))).toBe(false)
      expect(await check(input, signature.slice(0, -1))).toBe(false)
      expect(await check(input, Uint8Array.of(0, ...signature))).toBe(false)
      expect(await check(input, Uint8Array.of(...signature, 0))).toBe(false)
    })

    it('takes a salt of the length of the digest only (RFC 7518 section 3.5)', async () => {
      const signer = makeSigner('PS256', { saltLength: 20 })
      const { input, signature } = signed(signer)
      expect(await (await makeSignatureCheck(signer.jwk, 'PS256'))(input, signature)).toBe(false)
    })

    it('takes no PKCS #1 v1.5 signature', async () => {
      const signer = makeSigner('PS256', { padding: 'pkcs1' })
      const { input, signature } = signed(signer)
      expect(await (await makeSignatureCheck(signer.jwk, 'PS256'))(input, signature)).toBe(false)
    })
  })
}
