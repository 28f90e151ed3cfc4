import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeBase64, tryDecodeBase64 } from '../../src/checkpoint/base64.ts'
import { tryReadDecimal } from '../../src/checkpoint/decimal.ts'

describe('base64', () => {
  it('[CHECKPOINT-NOTE] is that of RFC 4648 section 4, both ways', () => {
    const property = fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      const text = Buffer.from(bytes).toString('base64')
      expect(encodeBase64(bytes)).toBe(text)
      expect(tryDecodeBase64(text)).toEqual(bytes)
    })
    fc.assert(property)
  })

  it.each([
    'A',
    'AA',
    'AAA',
    'A===',
    '====',
    '=',
    'AB==',
    'AAB=',
    'AA=A',
    '=AAA',
    'AA==AA==',
    'AA-_',
    'AA A',
    'AA==\n',
    'AAAA=',
    'AAAA====',
  ])('[CHECKPOINT-NOTE] %j is no canonical base64', (text) => {
    expect(tryDecodeBase64(text)).toBeUndefined()
  })

  it('[CHECKPOINT-NOTE] bytes have one spelling', () => {
    const alphabet = fc.constantFrom('A', 'Q', 'g', '/', '+', '=', '-', '9')
    const property = fc.property(fc.array(alphabet, { maxLength: 8 }), (characters) => {
      const text = characters.join('')
      const bytes = tryDecodeBase64(text)
      expect(bytes === undefined ? text : encodeBase64(bytes)).toBe(text)
    })
    fc.assert(property, { numRuns: 2000 })
  })
})

describe('decimal numbers', () => {
  it.each(['0', '1', '10', '20852163', '9007199254740991'])('[CHECKPOINT-NOTE] %s is one', (text) => {
    expect(String(tryReadDecimal(text))).toBe(text)
  })

  it.each([
    '',
    '00',
    '01',
    '+1',
    '-1',
    '1.0',
    '1e3',
    '0x1',
    ' 1',
    '1 ',
    '1\n',
    '١',
    '9007199254740992',
    '99999999999999999999',
  ])('[CHECKPOINT-NOTE] %j is none', (text) => {
    expect(tryReadDecimal(text)).toBeUndefined()
  })
})
