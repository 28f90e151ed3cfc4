import { describe, expect, it } from 'vitest'
import { hasControlCharacter, isLongerThan } from '../src/text.ts'

describe('isLongerThan', () => {
  it.each([
    ['', 0],
    ['abc', 3],
    ['é', 2],
    ['€', 3],
    ['\u{1f600}', 4],
    ['a€', 4],
  ])('counts the bytes of %j, not its characters', (text, bytes) => {
    expect(isLongerThan(text, bytes)).toBe(false)
    expect(isLongerThan(text, bytes - 1)).toBe(true)
    expect(isLongerThan(text, 3 * text.length)).toBe(false)
  })
})

describe('hasControlCharacter', () => {
  it('finds C0, DEL and C1 and nothing else below U+0800', () => {
    const found = Array.from({ length: 0x800 }, (_, code) => code).filter((code) =>
      hasControlCharacter(`a${String.fromCharCode(code)}z`),
    )
    const range = (first: number, last: number): number[] =>
      Array.from({ length: last - first + 1 }, (_, at) => first + at)
    expect(found).toEqual([...range(0, 0x1f), ...range(0x7f, 0x9f)])
  })

  it.each(['', 'abc', 'naïve café', '\u{1f600}', '\u2028', '\u200b'])('finds none in %j', (text) => {
    expect(hasControlCharacter(text)).toBe(false)
  })

  it.each(['\n', '\na', 'a\n', 'a\u0000b'])('finds one anywhere: %j', (text) => {
    expect(hasControlCharacter(text)).toBe(true)
  })
})
