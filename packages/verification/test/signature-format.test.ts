import { p256, p384, p521 } from '@noble/curves/nist.js'
import type { SignatureAlgorithm } from '@wimse-ect/claims'
import { describe, expect, it } from 'vitest'
import { checkSignatureFormat } from '../src/signature-format.ts'
import { refusal } from './refusal.ts'
import { makeSigner } from './signer.ts'

const malformed = ['ECT_SIGNATURE_FORMAT', undefined]

const judge = (signature: Uint8Array, alg: SignatureAlgorithm) => refusal(() => checkSignatureFormat(signature, alg))

function bigEndian(value: bigint, bytes: number): Buffer {
  return Buffer.from(value.toString(16).padStart(bytes * 2, '0'), 'hex')
}

// The orders come from another source than the code under test.
describe.each([
  { alg: 'ES256', bytes: 32, n: p256.Point.Fn.ORDER },
  { alg: 'ES384', bytes: 48, n: p384.Point.Fn.ORDER },
  { alg: 'ES512', bytes: 66, n: p521.Point.Fn.ORDER },
] as const)('checkSignatureFormat of $alg', ({ alg, bytes, n }) => {
  const all = 2n ** BigInt(bytes * 8) - 1n
  const rs = (r: bigint, s: bigint) => judge(Buffer.concat([bigEndian(r, bytes), bigEndian(s, bytes)]), alg)

  it.each([1n, 2n, 16n, 256n, n / 2n, n - 1n])('[ENV-SIG-RANGE] r and s of %d are in range', async (value) => {
    expect(await rs(value, 1n)).toBe('accepted')
    expect(await rs(1n, value)).toBe('accepted')
    expect(await rs(value, value)).toBe('accepted')
  })

  it.each([0n, n, n + 1n, all])('[ENV-SIG-RANGE] neither r nor s may be %d', async (value) => {
    expect(await rs(value, 1n)).toEqual(malformed)
    expect(await rs(1n, value)).toEqual(malformed)
    expect(await rs(value, value)).toEqual(malformed)
  })

  it('[ENV-SIG-HIGH-S] s may be more than half of n', async () => {
    expect(await rs(1n, n / 2n + 1n)).toBe('accepted')
  })

  it('[ENV-SIG-LENGTH] has exactly two numbers of the length of the curve', async () => {
    for (const length of [0, 1, bytes, 2 * bytes - 2, 2 * bytes - 1, 2 * bytes + 1, 2 * bytes + 2, 4 * bytes]) {
      expect(await judge(new Uint8Array(length).fill(1), alg)).toEqual(malformed)
    }
    expect(await judge(new Uint8Array(2 * bytes).fill(1), alg)).toBe('accepted')
  })
})

describe.each(['EdDSA', 'Ed25519'] as const)('checkSignatureFormat of %s', (alg) => {
  it('[ENV-SIG-LENGTH] has exactly 64 bytes', async () => {
    for (const length of [0, 63, 65, 114]) expect(await judge(new Uint8Array(length), alg)).toEqual(malformed)
    expect(await judge(makeSigner(alg).sign('task'), alg)).toBe('accepted')
    expect(await judge(new Uint8Array(64), alg)).toBe('accepted')
  })
})

describe('checkSignatureFormat of PS256', () => {
  it('leaves the length to the key', async () => {
    for (const length of [64, 256, 512]) expect(await judge(new Uint8Array(length), 'PS256')).toBe('accepted')
  })
})
