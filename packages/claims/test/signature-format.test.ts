import { describe, expect, it } from 'vitest'
import { isWellFormedSignature, signatureBytes, signatureDigests } from '../src/signature-format.ts'

/** The orders of the curves, written in another way than in the code under test. */
const curves = [
  { alg: 'ES256', bytes: 32, n: 2n ** 256n - 2n ** 224n + 2n ** 192n - 89188191075325690597107910205041859247n },
  {
    alg: 'ES384',
    bytes: 48,
    n: 2n ** 384n - 1388124618062372383947042015309946732620727252194336364173n,
  },
  {
    alg: 'ES512',
    bytes: 66,
    n: 2n ** 521n - 657877501894328237357444332315020117536923257219387276263472201219398408051703n,
  },
] as const

describe.each(curves)('isWellFormedSignature of $alg', ({ alg, bytes, n }) => {
  const half = (value: bigint): string => value.toString(16).padStart(bytes * 2, '0')
  const judge = (r: bigint, s: bigint): boolean => isWellFormedSignature(Buffer.from(half(r) + half(s), 'hex'), alg)

  it.each([1n, 15n, 16n, 2n ** 64n, n / 2n, n - 1n])('[ENV-SIG-RANGE] takes r and s of %d', (value) => {
    expect([judge(value, 1n), judge(1n, value), judge(value, value)]).toEqual([true, true, true])
  })

  it.each([0n, n, n + 1n, 2n ** BigInt(bytes * 8) - 1n])('[ENV-SIG-RANGE] takes neither r nor s of %d', (value) => {
    expect([judge(value, 1n), judge(1n, value), judge(value, value)]).toEqual([false, false, false])
  })

  it('[ENV-SIG-HIGH-S] takes an s above half of the order', () => {
    expect(judge(1n, n / 2n + 1n)).toBe(true)
  })

  it('[ENV-SIG-LENGTH] takes exactly two numbers of the length of the curve', () => {
    expect(signatureBytes[alg]).toBe(2 * bytes)
    const lengths = [0, 1, bytes, 2 * bytes - 2, 2 * bytes - 1, 2 * bytes, 2 * bytes + 1, 2 * bytes + 2]
    const accepted = lengths.filter((length) => isWellFormedSignature(new Uint8Array(length).fill(1), alg))
    expect(accepted).toEqual([2 * bytes])
  })
})

describe.each(['EdDSA', 'Ed25519'] as const)('isWellFormedSignature of %s', (alg) => {
  it('[ENV-SIG-LENGTH] takes any 64 bytes', () => {
    expect(signatureBytes[alg]).toBe(64)
    expect([0, 63, 64, 65, 114].filter((length) => isWellFormedSignature(new Uint8Array(length), alg))).toEqual([64])
    expect(isWellFormedSignature(new Uint8Array(64).fill(0xff), alg)).toBe(true)
  })
})

describe('isWellFormedSignature of PS256', () => {
  it('[ENV-SIG-LENGTH] takes the length of the shortest key and any longer one, which the key decides', () => {
    expect(signatureBytes.PS256).toBe(256)
    const lengths = [0, 64, 255, 256, 257, 512]
    expect(lengths.filter((length) => isWellFormedSignature(new Uint8Array(length), 'PS256'))).toEqual([256, 257, 512])
  })
})

it('[VERIFY-SIGNATURE] every algorithm signs the digest of its registration', () => {
  expect(signatureDigests).toEqual({
    ES256: 'sha256',
    ES384: 'sha384',
    ES512: 'sha512',
    EdDSA: null,
    Ed25519: null,
    PS256: 'sha256',
  })
})
