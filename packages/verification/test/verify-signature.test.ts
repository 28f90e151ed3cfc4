import { ed25519 } from '@noble/curves/ed25519.js'
import { p256, p384, p521 } from '@noble/curves/nist.js'
import { isWellFormedSignature, type SignatureAlgorithm } from '@wimse-ect/claims'
import fc from 'fast-check'
import type { JWK } from 'jose'
import { describe, expect, it, vi } from 'vitest'
import { makeSignatureCheck as chosen } from '#verify-signature'
import { checkKeyFits } from '../src/key-fitness.ts'
import { makeSignatureCheck as onNode } from '../src/node/verify-signature.ts'
import { makeSignatureCheck as portable } from '../src/verify-signature.ts'
import { refusal } from './refusal.ts'
import { algorithms, describeSignatureCheck, signed } from './signature-check-table.ts'
import { makeSigner } from './signer.ts'

describeSignatureCheck('over WebCrypto', portable)

it('#verify-signature is the synchronous implementation on Node', () => {
  expect(chosen).toBe(onNode)
})

it('[VERIFY-SIGNATURE] what WebCrypto fails to compute is not right', async () => {
  const signer = makeSigner('ES256')
  const { input, signature } = signed(signer)
  const check = await portable(signer.jwk, 'ES256')
  const failing = vi.spyOn(crypto.subtle, 'verify').mockRejectedValueOnce(new Error('broken'))
  expect([await check(input, signature), await check(input, signature)]).toEqual([false, true])
  failing.mockRestore()
})

const bytes = (text: string | undefined): Uint8Array => new Uint8Array(Buffer.from(text ?? '', 'base64url'))

type NobleAlgorithm = Exclude<SignatureAlgorithm, 'PS256'>
const weierstrass = { ES256: p256, ES384: p384, ES512: p521 }

/** The third opinion: does the signature belong to the input, says @noble/curves. */
function nobleVerifies(jwk: JWK, alg: NobleAlgorithm, input: string, signature: Uint8Array): boolean {
  const message = new TextEncoder().encode(input)
  if (alg === 'EdDSA' || alg === 'Ed25519') return ed25519.verify(signature, message, bytes(jwk.x), { zip215: false })
  const point = Uint8Array.of(4, ...bytes(jwk.x), ...bytes(jwk.y))
  return weierstrass[alg].verify(signature, message, point, { lowS: false })
}

/** A signature as it is or with one change, which may or may not leave it good. */
const change: fc.Arbitrary<(signature: Uint8Array) => Uint8Array> = fc.oneof(
  fc.constant((signature: Uint8Array) => signature),
  fc.nat().map((bit) => (signature: Uint8Array) => {
    const changed = signature.slice()
    const at = (bit >> 3) % changed.length
    changed[at] = (changed[at] ?? 0) ^ (1 << (bit & 7))
    return changed
  }),
  fc.constant((signature: Uint8Array) => {
    const half = signature.length / 2
    return Uint8Array.of(...signature.subarray(half), ...signature.subarray(0, half))
  }),
  fc.uint8Array({ minLength: 64, maxLength: 64 }).map((random) => (signature: Uint8Array) => {
    return signature.map((_, at) => random[at % random.length] ?? 0)
  }),
)

/** `(r, s)` and `(r, n - s)` are two signatures of one message. */
function withOtherS(signature: Uint8Array, n: bigint): Uint8Array {
  const half = signature.length / 2
  const s = n - BigInt(`0x${Buffer.from(signature.subarray(half)).toString('hex')}`)
  return Uint8Array.of(...signature.subarray(0, half), ...Buffer.from(s.toString(16).padStart(half * 2, '0'), 'hex'))
}

describe('node:crypto, WebCrypto and noble agree', () => {
  it.each([
    { alg: 'ES256', runs: 200 },
    { alg: 'ES384', runs: 60 },
    { alg: 'ES512', runs: 30 },
    { alg: 'EdDSA', runs: 100 },
    { alg: 'Ed25519', runs: 100 },
  ] as const)(
    'on good and changed signatures of $alg',
    async ({ alg, runs }) => {
      const signer = makeSigner(alg)
      const checks = await Promise.all([onNode(signer.jwk, alg), portable(signer.jwk, alg)])
      await fc.assert(
        fc.asyncProperty(fc.string(), change, async (text, mutate) => {
          const { input, signature } = signed(signer, { exec_act: text })
          const changed = mutate(signature)
          // Malformed signatures get no further than this.
          if (!isWellFormedSignature(changed, alg)) return
          const opinions = await Promise.all(checks.map(async (check) => check(input, changed)))
          const third = nobleVerifies(signer.jwk, alg, input, changed)
          expect(opinions).toEqual([third, third])
          if (mutate(signature) === signature) expect(third).toBe(true)
        }),
        { numRuns: runs },
      )
    },
    60_000,
  )

  it.each(['ES256', 'ES384', 'ES512'] as const)(
    '[ENV-SIG-HIGH-S] that both s and n - s are good for %s',
    async (alg) => {
      const signer = makeSigner(alg)
      const { input, signature } = signed(signer)
      const twin = withOtherS(signature, weierstrass[alg].Point.Fn.ORDER)
      for (const good of [signature, twin]) {
        expect(await (await onNode(signer.jwk, alg))(input, good)).toBe(true)
        expect(await (await portable(signer.jwk, alg))(input, good)).toBe(true)
        expect(nobleVerifies(signer.jwk, alg, input, good)).toBe(true)
      }
    },
  )
})

describe('Node and WebCrypto agree', () => {
  it('on good and changed signatures of PS256', async () => {
    const signer = makeSigner('PS256')
    const checks = await Promise.all([onNode(signer.jwk, 'PS256'), portable(signer.jwk, 'PS256')])
    await fc.assert(
      fc.asyncProperty(fc.string(), change, async (text, mutate) => {
        const { input, signature } = signed(signer, { exec_act: text })
        const [one, two] = await Promise.all(checks.map(async (check) => check(input, mutate(signature))))
        expect(one).toBe(two)
        if (mutate(signature) === signature) expect(one).toBe(true)
      }),
      { numRuns: 50 },
    )
  }, 60_000)

  it.each(algorithms)(
    'on which keys for %s can be imported',
    async (alg) => {
      const { jwk } = makeSigner(alg)
      const member = fc.constantFrom(
        'kty',
        'crv',
        'x',
        'y',
        'n',
        'e',
        'd',
        'k',
        'use',
        'key_ops',
        'alg',
        'ext',
        'kid',
        'oth',
      )
      const value = fc.oneof(
        fc.constantFrom(jwk.x, jwk.y, jwk.n, jwk.e, 'verify', ['verify'], true),
        fc.json().map((text) => JSON.parse(text)),
      )
      const imports = async (implementation: typeof onNode, key: JWK) => {
        try {
          await implementation(key, alg)
          return true
        } catch {
          return false
        }
      }
      await fc.assert(
        fc.asyncProperty(fc.dictionary(member, value, { maxKeys: 3 }), async (members) => {
          const key = { ...jwk, ...members }
          if ((await refusal(() => checkKeyFits(key, alg))) !== 'accepted') return
          expect(await imports(onNode, key)).toBe(await imports(portable, key))
        }),
        { numRuns: 300 },
      )
    },
    60_000,
  )
})
