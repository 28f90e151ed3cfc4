import { cdeDecodeOptions, cdeEncodeOptions, decode as otherDecode, encode as otherEncode } from 'cbor2'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { CborValue } from '../src/cbor-value.ts'
import { decodeCbor } from '../src/decode-cbor.ts'
import { encodeCbor } from '../src/encode-cbor.ts'
import { refusal } from './refusal.ts'
import { sloppyForms } from './sloppy-forms.ts'

const text = fc.string({ unit: 'binary' })
const integer = fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -300, max: 300 }))

/** Any value, up to the depth that is allowed. */
const { value } = fc.letrec<{ value: CborValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 7, withCrossShrink: true },
    fc.oneof(fc.constant(null), fc.boolean(), integer, text, fc.uint8Array()),
    fc.array(tie('value'), { maxLength: 5 }),
    fc.array(fc.tuple(fc.oneof(integer, text), tie('value')), { maxLength: 5 }).map((pairs) => new Map(pairs)),
  ),
}))

/** What the other library reads, in the same classes; `undefined` when it refuses. */
function otherReading(bytes: Uint8Array): unknown {
  try {
    return otherDecode(bytes, { ...cdeDecodeOptions, preferMap: true, rejectFloats: true, ignoreGlobalTags: true })
  } catch {
    return undefined
  }
}

function reading(bytes: Uint8Array): CborValue | undefined {
  try {
    return decodeCbor(bytes, 'payload')
  } catch {
    return undefined
  }
}

describe('decodeCbor', () => {
  it('[COSE-DETERMINISTIC] reads what it wrote, and another library writes and reads the same', () => {
    fc.assert(
      fc.property(value, (item) => {
        const bytes = encodeCbor(item)
        expect(decodeCbor(bytes, 'payload')).toEqual(item)
        expect(Buffer.from(otherEncode(item, cdeEncodeOptions)).toString('hex')).toBe(
          Buffer.from(bytes).toString('hex'),
        )
        expect(otherReading(bytes)).toEqual(item)
      }),
      { numRuns: 1000 },
    )
  })

  it('[COSE-DETERMINISTIC] refuses every other form of the same value', async () => {
    await fc.assert(
      fc.asyncProperty(value, async (item) => {
        for (const form of sloppyForms(item)) {
          expect((await refusal(() => decodeCbor(form, 'payload')))[0]).toMatch(/^ECT_TOKEN_(CBOR|DUPLICATE)$/)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('[COSE-DETERMINISTIC] accepts of any bytes only what is the one form of a value, as another library reads it', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 12 }),
      fc.tuple(value, fc.nat(), fc.nat(255)).map(([item, at, byte]) => {
        const encoded = encodeCbor(item)
        encoded[at % encoded.length] = byte
        return encoded
      }),
    )
    fc.assert(
      fc.property(bytes, (given) => {
        const read = reading(given)
        if (read === undefined) return
        expect(encodeCbor(read)).toEqual(Uint8Array.from(given))
        expect(otherReading(given)).toEqual(read)
      }),
      { numRuns: 20_000 },
    )
  })

  it('[COSE-TYPES] [COSE-NUMBERS] refuses of any bytes nothing that another library reads as one of its types', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 6 }), (given) => {
        const other = otherReading(given)
        if (other === undefined || !isOurs(other)) return
        expect(reading(given)).toEqual(other)
      }),
      { numRuns: 20_000 },
    )
  })

  it('names in its error what the bytes are, and keeps the cause', () => {
    expect(() => decodeCbor(Uint8Array.of(0x18), 'header')).toThrow(
      expect.objectContaining({ code: 'ECT_TOKEN_CBOR', path: 'header', cause: expect.any(Error) }),
    )
  })

  it.each([
    ['ECT_TOKEN_DUPLICATE', 'a201000100'],
    ['ECT_TOKEN_CBOR', 'a202000100'],
    ['ECT_TOKEN_NUMBER', 'f90000'],
    ['ECT_TOKEN_UTF8', '61ff'],
    ['ECT_TOKEN_DEPTH', '818181818181818180'],
  ])('[COSE-DUPLICATE] [COSE-NUMBERS] [COSE-UTF8] [COSE-DEPTH] %s', async (code, hex) => {
    const bytes = Uint8Array.from(Buffer.from(hex, 'hex'))
    expect(await refusal(() => decodeCbor(bytes, 'payload'))).toEqual([code, 'payload'])
  })
})

/** True for a value of our types, whatever is in it. */
function isOurs(other: unknown): boolean {
  if (other === null || typeof other === 'boolean' || typeof other === 'string') return true
  if (typeof other === 'number') return Number.isSafeInteger(other) && !Object.is(other, -0)
  if (other instanceof Uint8Array) return true
  if (Array.isArray(other)) return other.every(isOurs)
  if (!(other instanceof Map)) return false
  return [...other].every(([key, member]) => ['number', 'string'].includes(typeof key) && isOurs(key) && isOurs(member))
}
