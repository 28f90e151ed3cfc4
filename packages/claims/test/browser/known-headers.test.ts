import { expect, it, vi } from 'vitest'
import { knownHeader } from '#known-headers'
import { knownHeader as knownInBrowsers } from '../../src/browser/known-headers.ts'
import { decodeCompactJws } from '../../src/decode-compact-jws.ts'
import { refusal } from '../refusal.ts'
import { aliceHeader, compactOf } from '../tokens.ts'

// What a bundle for browsers has takes the place of the memory.
vi.mock('#known-headers', () => import('../../src/browser/known-headers.ts'))

it('the one that knows no header is in place', () => {
  expect(knownHeader).toBe(knownInBrowsers)
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
