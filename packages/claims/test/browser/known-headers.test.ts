import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { knownHeader as knownInBrowsers } from '../../src/browser/known-headers.ts'
import { aliceHeader, compactOf } from '../tokens.ts'

let decodeCompactJws: typeof import('../../src/decode-compact-jws.ts').decodeCompactJws
let refusal: typeof import('../refusal.ts').refusal
let knownHeader: (segment: string) => unknown

// What a bundle for browsers has takes the place of the memory. Modules that another file has loaded are loaded anew.
beforeAll(async () => {
  vi.resetModules()
  vi.doMock('#known-headers', () => import('../../src/browser/known-headers.ts'))
  ;({ knownHeader } = await import('#known-headers'))
  ;({ refusal } = await import('../refusal.ts'))
  ;({ decodeCompactJws } = await import('../../src/decode-compact-jws.ts'))
})

afterAll(() => {
  vi.doUnmock('#known-headers')
  vi.resetModules()
})

it('the one that knows no header is in place', () => {
  expect(String(knownHeader)).toBe(String(knownInBrowsers))
  expect(knownHeader('')).toBeUndefined()
})

it('in a browser the header is read with each token, and is the same', () => {
  const [one, other] = [decodeCompactJws(compactOf(aliceHeader)), decodeCompactJws(compactOf(aliceHeader, { n: 1 }))]
  expect([one.header, other.header]).toEqual([aliceHeader, aliceHeader])
  expect(other.header).not.toBe(one.header)
})

it('[ENV-HEADER-FORBIDDEN] [ENV-BASE64URL] in a browser a header is refused each time', () => {
  const compact = compactOf({ ...aliceHeader, jku: 'https://mallory.example' })
  for (let n = 0; n < 2; n++) {
    expect(refusal(() => decodeCompactJws(compact))).toEqual(['ECT_HEADER_FORBIDDEN', 'jku'])
    expect(refusal(() => decodeCompactJws(`=${compact}`))).toEqual(['ECT_TOKEN_BASE64URL', 'header'])
  }
})
