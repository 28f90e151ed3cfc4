import { createPublicKey, verify } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { joseToDer } from '../../src/node/jose-to-der.ts'
import { makeSigner } from '../signer.ts'

/** Another way to the same bytes: numbers as BigInt, everything in hexadecimal. */
function derOf(r: bigint, s: bigint): string {
  const body = [r, s].map(derInteger).join('')
  const length = body.length / 2
  return `30${length < 128 ? '' : '81'}${hex(BigInt(length))}${body}`
}

function derInteger(value: bigint): string {
  const digits = hex(value)
  const positive = Number.parseInt(digits.slice(0, 2), 16) < 128 ? digits : `00${digits}`
  return `02${hex(BigInt(positive.length / 2))}${positive}`
}

function hex(value: bigint): string {
  const digits = value.toString(16)
  return digits.padStart(digits.length + (digits.length % 2), '0')
}

function derFromJose(r: bigint, s: bigint, bytes: number): string {
  const jose = [r, s].map((value) => value.toString(16).padStart(bytes * 2, '0')).join('')
  return Buffer.from(joseToDer(Buffer.from(jose, 'hex'))).toString('hex')
}

describe.each([32, 48, 66])('joseToDer of two numbers of %d bytes', (bytes) => {
  /** Numbers of every length, so that leading zeros and a set top bit occur everywhere. */
  const number = fc
    .integer({ min: 1, max: bytes * 8 })
    .chain((bits) => fc.bigInt({ min: 0n, max: 2n ** BigInt(bits) - 1n }))

  it('gives the one DER encoding, without superfluous zeros and never negative', () => {
    fc.assert(
      fc.property(number, number, (r, s) => {
        expect(derFromJose(r, s, bytes)).toBe(derOf(r, s))
      }),
      { numRuns: 2000 },
    )
  })

  it.each([0n, 1n, 0x7fn, 0x80n, 0xffn, 0x100n, 0x7fffn, 0x8000n])('writes %d as DER does', (value) => {
    expect(derFromJose(value, 1n, bytes)).toBe(derOf(value, 1n))
    expect(derFromJose(1n, value, bytes)).toBe(derOf(1n, value))
  })
})

it('the length of the sequence has the long form from 128 bytes on', () => {
  const top = (bytes: number) => 2n ** BigInt(bytes * 8 - 1) - 1n
  expect(derFromJose(top(62), top(61), 66)).toMatch(/^307f02/)
  expect(derFromJose(top(62), top(62), 66)).toMatch(/^30818002/)
})

it.each([
  { alg: 'ES256', digest: 'sha256', runs: 1000 },
  { alg: 'ES384', digest: 'sha384', runs: 200 },
  { alg: 'ES512', digest: 'sha512', runs: 50 },
] as const)(
  'what r || s of $alg verifies, DER verifies',
  ({ alg, digest, runs }) => {
    const signer = makeSigner(alg)
    const key = createPublicKey({ key: { ...signer.jwk }, format: 'jwk' })
    for (let run = 0; run < runs; run++) {
      const message = Buffer.from(`${run}`)
      const signature = signer.sign(`${run}`)
      expect([
        verify(digest, message, { key, dsaEncoding: 'ieee-p1363' }, signature),
        verify(digest, message, key, joseToDer(signature)),
      ]).toEqual([true, true])
    }
  },
  60_000,
)
