import { createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { derToJoseSignature, type EcdsaAlgorithm } from '../src/index.ts'
import { outcome } from './outcome.ts'

interface Curve {
  readonly alg: EcdsaAlgorithm
  readonly namedCurve: string
  readonly digest: string
  /** Bytes of one half. */
  readonly size: number
  readonly order: bigint
}

const curves: readonly Curve[] = [
  {
    alg: 'ES256',
    namedCurve: 'P-256',
    digest: 'sha256',
    size: 32,
    order: 2n ** 256n - 2n ** 224n + 2n ** 192n - 0x4319055258e8617b0c46353d039cdaafn,
  },
  {
    alg: 'ES384',
    namedCurve: 'P-384',
    digest: 'sha384',
    size: 48,
    order: 2n ** 384n - 0x389cb27e0bc8d220a7e5f24db74f58851313e695333ad68dn,
  },
  {
    alg: 'ES512',
    namedCurve: 'P-521',
    digest: 'sha512',
    size: 66,
    order: 2n ** 521n - 0x5ae79787c40d069948033feb708f65a2fc44a36477663b851449048e16ec79bf7n,
  },
]

function bytesOf(value: bigint): number[] {
  const hex = value.toString(16)
  return [...Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex')]
}

/** DER as the standard has it; the content of the integers is given, so that it can be wrong. */
function derOf(r: readonly number[], s: readonly number[], after: readonly number[] = []): Uint8Array {
  const content = [2, r.length, ...r, 2, s.length, ...s, ...after]
  return Uint8Array.from([0x30, ...(content.length < 128 ? [] : [0x81]), content.length, ...content])
}

function integer(value: bigint): number[] {
  const bytes = bytesOf(value)
  return (bytes[0] ?? 0) < 128 ? bytes : [0, ...bytes]
}

const refused = (der: unknown, alg: EcdsaAlgorithm = 'ES256') =>
  outcome(() => derToJoseSignature(der as Uint8Array, alg))

describe.each(curves)('derToJoseSignature for $alg', ({ alg, namedCurve, digest, size, order }) => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve })
  const message = Buffer.from('review_spec')
  const verifies = (signature: Uint8Array, key: KeyObject) =>
    verify(digest, message, { key, dsaEncoding: 'ieee-p1363' }, signature)

  it('[ENV-SIG-LENGTH] turns what OpenSSL signs into r || s', () => {
    for (let run = 0; run < 50; run++) {
      const signature = derToJoseSignature(sign(digest, message, privateKey), alg)
      expect(signature.length).toBe(2 * size)
      expect(verifies(signature, createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })))).toBe(true)
    }
  })

  it('keeps r and s of any size, from one byte on', () => {
    const half = fc.oneof(fc.bigInt(1n, order - 1n), fc.bigInt(1n, 300n), fc.bigInt(order - 300n, order - 1n))
    fc.assert(
      fc.property(half, half, (r, s) => {
        const hex = (value: bigint) => value.toString(16).padStart(2 * size, '0')
        const signature = derToJoseSignature(derOf(integer(r), integer(s)), alg)
        expect(Buffer.from(signature).toString('hex')).toBe(hex(r) + hex(s))
      }),
    )
  })

  it('[ENV-SIG-RANGE] takes 1 and n-1 and refuses 0, n and more, for r and for s', async () => {
    for (const [value, result] of [
      [1n, 'accepted'],
      [order - 1n, 'accepted'],
      [0n, 'ECT_SIGNATURE_DER'],
      [order, 'ECT_SIGNATURE_DER'],
      [order + 1n, 'ECT_SIGNATURE_DER'],
      [2n ** BigInt(8 * size) - 1n, 'ECT_SIGNATURE_DER'],
      [2n ** BigInt(8 * size), 'ECT_SIGNATURE_DER'],
    ] as const) {
      expect(await refused(derOf(integer(value), integer(1n)), alg)).toBe(result)
      expect(await refused(derOf(integer(1n), integer(value)), alg)).toBe(result)
    }
  })

  it('refuses every cut, and every byte more at any place', async () => {
    const der = sign(digest, message, privateKey)
    for (let at = 0; at < der.length; at++) expect(await refused(der.subarray(0, at), alg)).toBe('ECT_SIGNATURE_DER')
    for (let at = 0; at <= der.length; at++) {
      const longer = Buffer.concat([der.subarray(0, at), Buffer.of(0), der.subarray(at)])
      expect(await refused(longer, alg)).toBe('ECT_SIGNATURE_DER')
    }
  })

  it('gives every byte string that it takes a form that leads back to it', () => {
    const der = [...sign(digest, message, privateKey)]
    for (let at = 0; at < der.length; at++) {
      for (let byte = 0; byte < 256; byte++) {
        const changed = Uint8Array.from(der.with(at, byte))
        let signature: Uint8Array
        try {
          signature = derToJoseSignature(changed, alg)
        } catch {
          continue
        }
        const half = (start: number) =>
          BigInt(`0x${Buffer.from(signature.subarray(start, start + size)).toString('hex')}`)
        expect(derOf(integer(half(0)), integer(half(size)))).toEqual(changed)
      }
    }
  })
})

describe('derToJoseSignature', () => {
  const one = [1]

  it.each([
    ['no bytes', []],
    ['another tag around', [0x31, 6, 2, 1, 1, 2, 1, 1]],
    ['a constructed integer', [0x30, 6, 0x22, 1, 1, 2, 1, 1]],
    ['a length of indefinite form', [0x30, 0x80, 2, 1, 1, 2, 1, 1, 0, 0]],
    ['a long length where a short one is due', [0x30, 0x81, 6, 2, 1, 1, 2, 1, 1]],
    ['a longer length still', [0x30, 0x82, 0, 6, 2, 1, 1, 2, 1, 1]],
    ['a long length of an integer', [0x30, 7, 2, 0x81, 1, 1, 2, 1, 1]],
    ['an empty sequence', [0x30, 0]],
    ['one integer', [0x30, 3, 2, 1, 1]],
    ['three integers', [0x30, 9, 2, 1, 1, 2, 1, 1, 2, 1, 1]],
    ['an integer without content', [0x30, 5, 2, 0, 2, 1, 1]],
    ['a last integer without content', [0x30, 5, 2, 1, 1, 2, 0]],
    ['a zero in one byte', [0x30, 7, 2, 1, 0, 2, 2, 0, 0x80]],
    ['an integer longer than what is left', [0x30, 6, 2, 1, 1, 2, 2, 1]],
    ['bytes after the sequence', [0x30, 6, 2, 1, 1, 2, 1, 1, 0]],
    ['a negative r', [...derOf([0x80], one)]],
    ['a negative s', [...derOf(one, [0xff])]],
    ['an r with a zero too many', [...derOf([0, 1], one)]],
    ['an s with two zeros', [...derOf(one, [0, 0, 0x80])]],
    ['a zero in two bytes', [...derOf([0, 0], one)]],
  ])('refuses %s', async (_what, der) => {
    expect(await refused(Uint8Array.from(der))).toBe('ECT_SIGNATURE_DER')
  })

  it('takes 127 bytes of content in the short form of the length, and 128 in the long one', async () => {
    const digits = (count: number) => Array(count).fill(1)
    const [shorter, longer] = [derOf(digits(61), digits(62)), derOf(digits(62), digits(62))]
    expect([shorter[1], longer[1], longer[2]]).toEqual([127, 0x81, 128])
    expect(await refused(shorter, 'ES512')).toBe('accepted')
    expect(await refused(longer, 'ES512')).toBe('accepted')
    expect(await refused(Uint8Array.of(0x30, 0x81, 127, ...shorter.subarray(2)), 'ES512')).toBe('ECT_SIGNATURE_DER')
    expect(await refused(Uint8Array.of(0x30, 0x80, ...longer.subarray(3)), 'ES512')).toBe('ECT_SIGNATURE_DER')
  })

  it('takes the smallest of all signatures', () => {
    const signature = derToJoseSignature(Uint8Array.of(0x30, 6, 2, 1, 1, 2, 1, 1), 'ES256')
    expect([...signature]).toEqual([...Array(31).fill(0), 1, ...Array(31).fill(0), 1])
  })

  it.each([undefined, null, 'MEUCIQ', [0x30, 6, 2, 1, 1, 2, 1, 1], new ArrayBuffer(8)])('refuses %o', async (der) => {
    expect(await refused(der)).toBe('ECT_SIGNATURE_DER')
  })

  it.each(['PS256', 'EdDSA', 'toString', null])('knows no such form for %s: TypeError', async (alg) => {
    expect(await refused(derOf(one, one), alg as EcdsaAlgorithm)).toBe('TypeError')
  })
})
