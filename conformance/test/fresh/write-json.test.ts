import { describe, expect, it } from 'vitest'
import { makeRandom } from '../../src/fresh/random.ts'
import { writeJson } from '../../src/fresh/write-json.ts'
import { raw } from '../../src/generate/json-text.ts'

const value = { 'a/b': 'é🔎\u0000"\\', list: [1, null, true, ['x', {}]], nested: { '': 'e\u0301' }, left: undefined }

describe('the random writer of JSON', () => {
  it('writes the same value in many forms', () => {
    const texts = Array.from({ length: 200 }, (_, at) => writeJson(makeRandom(`${at}`), value))
    const { left: _, ...expected } = value
    for (const text of texts) expect(JSON.parse(text)).toEqual(expected)
    expect(new Set(texts).size).toBeGreaterThan(100)
    for (const part of ['\\u00e9', '\\ud83d\\udd0e', '\t', '\\/']) {
      expect(texts.some((text) => text.toLowerCase().includes(part))).toBe(true)
    }
  })

  it('leaves text alone that is to be written as it is', () => {
    expect(writeJson(makeRandom('x'), { n: raw('1.50') })).toContain('1.50')
  })
})

describe('random choices', () => {
  it('follow from their label alone, and reach both ends', () => {
    const random = makeRandom('label')
    const again = makeRandom('label')
    const chosen = Array.from({ length: 500 }, () => random.between(3, 5))
    expect(Array.from({ length: 500 }, () => again.between(3, 5))).toEqual(chosen)
    expect(new Set(chosen)).toEqual(new Set([3, 4, 5]))
    expect(random.shuffled([1, 2, 3]).toSorted()).toEqual([1, 2, 3])
    expect(() => random.pick([])).toThrow(TypeError)
  })
})
