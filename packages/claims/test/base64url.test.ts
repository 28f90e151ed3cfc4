import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBase64url, encodeBase64url, tryDecodeBase64url } from '../src/base64url.ts'
import { refusal } from './refusal.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

const pairs: readonly (readonly [bytes: readonly number[], text: string])[] = [
  [[], ''],
  [[0], 'AA'],
  [[255], '_w'],
  [[0, 0], 'AAA'],
  [[255, 255], '__8'],
  [[0, 0, 0], 'AAAA'],
  [[255, 255, 255], '____'],
  [[251, 255, 254], '-__-'],
  [[0, 16, 131, 16], 'ABCDEA'],
  [[1, 2, 3, 4, 5], 'AQIDBAU'],
]

describe('encodeBase64url', () => {
  it.each(pairs)('writes %j as %j', (bytes, text) => {
    expect(encodeBase64url(Uint8Array.from(bytes))).toBe(text)
  })

  it('writes what Buffer writes, for any bytes', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(encodeBase64url(bytes)).toBe(Buffer.from(bytes).toString('base64url'))
      }),
    )
  })
})

describe('tryDecodeBase64url', () => {
  it.each(pairs)('reads %j from %j', (bytes, text) => {
    expect(tryDecodeBase64url(text)).toEqual(Uint8Array.from(bytes))
  })

  it('[ENV-BASE64URL] takes the 64 characters of the alphabet and no other', () => {
    const accepted = Array.from({ length: 0x300 }, (_, code) => String.fromCharCode(code)).filter(
      (character) => tryDecodeBase64url(`AA${character}A`) !== undefined,
    )
    expect(accepted.sort()).toEqual([...alphabet].sort())
  })

  it.each([
    ['padding', ['AA==', 'AAA=', 'AAAA=', '=']],
    ['white space', [' AAAA', 'AAAA ', 'AA AA', 'AAAA\n', '\tAAAA', 'AAAA\r\n']],
    ['the alphabet of plain base64', ['AA+A', 'AA/A']],
    ['a length of 4n+1', ['A', 'AAAAA', 'AAAAAAAAA']],
    ['unused bits that are not zero', ['AB', 'AC', 'AE', 'AI', 'AAB', 'AAC', 'A_', 'AA_']],
    ['characters outside ASCII', ['AAAé', 'AAA\u0141', 'AAA\u{1f600}']],
  ])('[ENV-BASE64URL] refuses %s', (_what, texts) => {
    for (const text of texts) expect([text, tryDecodeBase64url(text)]).toEqual([text, undefined])
  })

  it('[ENV-BASE64URL] accepts exactly what Buffer writes back as the same text', { timeout: 60_000 }, () => {
    const nearlyBase64url = fc.string({
      unit: fc.constantFrom(...alphabet, '+', '/', '=', ' ', '\n', '.', 'é', '\u2003'),
    })
    const sound = fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('base64url'))
    fc.assert(
      fc.property(fc.oneof(nearlyBase64url, sound, fc.string({ unit: 'binary' })), (text) => {
        const buffer = Buffer.from(text, 'base64url')
        const expected = buffer.toString('base64url') === text ? Uint8Array.from(buffer) : undefined
        expect(tryDecodeBase64url(text)).toEqual(expected)
      }),
      { numRuns: 1000 },
    )
  })
})

it('texts around 65,536 characters, and longer ones, are written and read like all others', () => {
  const longest = Uint8Array.from({ length: 100_000 }, (_, at) => at % 251)
  const around = Array.from({ length: 9 }, (_, n) => longest.subarray(0, 49_148 + n))
  for (const bytes of [...around, longest]) {
    const text = Buffer.from(bytes).toString('base64url')
    expect(encodeBase64url(bytes) === text).toBe(true)
    expect(Buffer.from(tryDecodeBase64url(text) ?? []).equals(bytes)).toBe(true)
    expect(tryDecodeBase64url(`${text}=`)).toBeUndefined()
  }
})

describe('decodeBase64url', () => {
  it('gives the bytes', () => {
    expect(decodeBase64url('AQIDBAU', 'payload')).toEqual(Uint8Array.of(1, 2, 3, 4, 5))
  })

  it('[ENV-BASE64URL] refuses with code and place', () => {
    expect(refusal(() => decodeBase64url('AQIDBAU=', 'payload'))).toEqual(['ECT_TOKEN_BASE64URL', 'payload'])
  })
})
