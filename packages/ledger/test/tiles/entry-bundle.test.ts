import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codeOfCheck, refusalOfCheck } from '../../contract/refusal.ts'
import { decodeEntryBundle, encodeEntryBundle } from '../../src/tiles/entry-bundle.ts'

describe('entry bundles', () => {
  it('[LEDGER-TILES] each entry follows its length in two bytes, the higher first', () => {
    const bundle = encodeEntryBundle(['one', Uint8Array.of(0xff), new Uint8Array(0), 'a'.repeat(258)])
    expect([...bundle.slice(0, 10)]).toEqual([0, 3, 0x6f, 0x6e, 0x65, 0, 1, 0xff, 0, 0])
    expect([...bundle.slice(10, 13)]).toEqual([1, 2, 0x61])
    expect(bundle).toHaveLength(10 + 2 + 258)
  })

  it('[LEDGER-TILES] what was encoded is decoded', () => {
    const property = fc.property(fc.array(fc.uint8Array({ maxLength: 600 }), { maxLength: 256 }), (entries) => {
      expect(decodeEntryBundle(encodeEntryBundle(entries), entries.length)).toEqual(entries)
    })
    fc.assert(property, { numRuns: 30 })
  })

  it('[LEDGER-TILES] an entry has up to 65,535 bytes', () => {
    const largest = new Uint8Array(65_535).fill(7)
    expect(decodeEntryBundle(encodeEntryBundle([largest, 'after']), 2)[0]).toEqual(largest)
    expect(() => encodeEntryBundle([new Uint8Array(65_536)])).toThrow(TypeError)
  })

  it('[LEDGER-TILES] a bundle has up to 256 entries', () => {
    const full = Array<string>(256).fill('x')
    expect(decodeEntryBundle(encodeEntryBundle(full), 256)).toHaveLength(256)
    expect(() => encodeEntryBundle([...full, 'x'])).toThrow(TypeError)
  })

  it('[LEDGER-TAMPER] a bundle that was cut, or has another number of entries, is damaged', () => {
    const bundle = encodeEntryBundle(['one', 'two', 'three'])
    for (let length = 0; length < bundle.length; length++) {
      expect(codeOfCheck(() => decodeEntryBundle(bundle.slice(0, length), 3))).toBe('ECT_LEDGER_DAMAGED')
    }
    for (const width of [0, 2, 4]) {
      expect(codeOfCheck(() => decodeEntryBundle(bundle, width))).toBe('ECT_LEDGER_DAMAGED')
    }
    expect(refusalOfCheck(() => decodeEntryBundle(Uint8Array.of(...bundle, 0), 3))).toMatchObject({
      code: 'ECT_LEDGER_DAMAGED',
      path: 'entry bundle',
    })
  })

  it('[LEDGER-TILES] a view is decoded by itself, not the buffer behind it', () => {
    const inside = Uint8Array.of(9, 9, ...encodeEntryBundle(['one']), 9).subarray(2, 7)
    expect(decodeEntryBundle(inside, 1)).toEqual([new TextEncoder().encode('one')])
  })
})
