import { beforeEach, describe, expect, it, vi } from 'vitest'
import { decodeCompactJws } from '../src/decode-compact-jws.ts'
import { refusal } from './refusal.ts'
import { aliceHeader, compactOf, segment } from './tokens.ts'

type KnownHeaders = typeof import('../src/known-headers.ts')
let headers: KnownHeaders

/** Of a memory in which nothing is kept yet. */
beforeEach(async () => {
  vi.resetModules()
  headers = await import('../src/known-headers.ts')
})

function keep(header: Readonly<Record<string, unknown>>): string {
  headers.keepHeader(segment(header), header as never)
  return segment(header)
}

/** A header of so many bytes. */
const ofBytes = (bytes: number) => ({ kid: 'k'.repeat(bytes - JSON.stringify({ kid: '' }).length) })

describe('headers that were read before', () => {
  it('are found by their segment, and by no other', () => {
    const header = { ...aliceHeader }
    expect(headers.knownHeader(segment(header))).toBeUndefined()
    expect(headers.knownHeader(keep(header))).toBe(header)
    expect(headers.knownHeader(segment({ ...header, kid: 'mallory-key' }))).toBeUndefined()
    expect(headers.knownHeader('')).toBeUndefined()
  })

  it('cannot be changed by one of those that share them', () => {
    const header = { ...aliceHeader }
    keep(header)
    expect(Object.isFrozen(header)).toBe(true)
  })

  it.each([[1], [null], [true], [[]], [{}]])('are not kept when they hold %j, and then not frozen', (value) => {
    const header = { ...aliceHeader, value }
    expect(headers.knownHeader(keep(header))).toBeUndefined()
    expect(Object.isFrozen(header)).toBe(false)
  })

  it('are kept up to 384 bytes, which are 512 characters', () => {
    expect([384, 385].map((bytes) => headers.knownHeader(keep(ofBytes(bytes))) !== undefined)).toEqual([true, false])
  })

  it('are kept up to 64 at a time; then the memory starts anew', () => {
    const segments = Array.from({ length: 64 }, (_, n) => keep({ kid: `key ${n}` }))
    const known = () => segments.filter((each) => headers.knownHeader(each) !== undefined)
    expect(known()).toEqual(segments)
    const last = keep({ kid: 'key 64' })
    expect(headers.knownHeader(last)).toBeDefined()
    expect(known()).toEqual([])
  })
})

describe('the header of a token', () => {
  it('is read once, and the same for all tokens of a key', () => {
    const header = { ...aliceHeader, kid: 'a key of this test' }
    const one = decodeCompactJws(compactOf(header))
    const other = decodeCompactJws(compactOf(header, { n: 1 }))
    expect(one.header).toEqual(header)
    expect(other.header).toBe(one.header)
    expect(Object.isFrozen(other.header)).toBe(true)
  })

  it('[ENV-HEADER-FORBIDDEN] is refused each time, and kept only when it is not', () => {
    const compact = compactOf({ ...aliceHeader, jku: 'https://mallory.example' })
    for (let n = 0; n < 2; n++)
      expect(refusal(() => decodeCompactJws(compact))).toEqual(['ECT_HEADER_FORBIDDEN', 'jku'])
  })

  it('[ENV-BASE64URL] of one spelling says nothing about another one', () => {
    const kid = { kid: 'alice-key-1' }
    const [spelling, ...rest] = compactOf(kid).split('.')
    expect(refusal(() => decodeCompactJws(compactOf(kid)))).toBe('accepted')
    expect(refusal(() => decodeCompactJws([`${spelling}=`, ...rest].join('.')))).toEqual([
      'ECT_TOKEN_BASE64URL',
      'header',
    ])
  })
})
