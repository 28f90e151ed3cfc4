import { describe, expect, it } from 'vitest'
import { isSpiffeId, parseSpiffeId } from '../src/spiffe-id.ts'

describe('parseSpiffeId', () => {
  it('[CLAIM-ISS-SPIFFE] gives trust domain and path', () => {
    expect(parseSpiffeId('spiffe://example.com/agent/a')).toEqual({ trustDomain: 'example.com', path: '/agent/a' })
  })

  it('gives undefined for anything else', () => {
    expect(parseSpiffeId('https://example.com/agent/a')).toBeUndefined()
  })
})

describe('isSpiffeId', () => {
  it.each([
    'spiffe://a/b',
    'spiffe://example.com/agent/a',
    'spiffe://td-0_9.z/A/Z/a/z/0/9',
    'spiffe://example.com/a-b_c.d',
    'spiffe://example.com/...',
    'spiffe://example.com/.a',
    'spiffe://example.com/..a',
    'spiffe://example.com/a.',
    'spiffe://example.com/a..',
    'spiffe://example.com/.../b',
    'spiffe://example.com/..a/b',
  ])('[CLAIM-ISS-SPIFFE] takes %s', (text) => {
    expect(isSpiffeId(text)).toBe(true)
  })

  it.each([
    '',
    'spiffe',
    'spiffe:/example.com/a',
    'spiffe:example.com/a',
    'spiffes://example.com/a',
    'https://example.com/a',
    'SPIFFE://example.com/a',
    ' spiffe://example.com/a',
    'xspiffe://example.com/a',
    'spiffe://example.com/a ',
    'spiffe://example.com/a\n',
    '\nspiffe://example.com/a',
    'spiffe:///a',
    '//example.com/a',
  ])('[CLAIM-ISS-SPIFFE] refuses %j', (text) => {
    expect(isSpiffeId(text)).toBe(false)
  })

  it.each(['Example.com', 'exämple.com', 'a b', 'a+b', 'a~b', 'a!b'])(
    '[CLAIM-ISS-TRUST-DOMAIN] refuses the trust domain %j',
    (trustDomain) => {
      expect(isSpiffeId(`spiffe://${trustDomain}/a`)).toBe(false)
    },
  )

  it('[CLAIM-ISS-TRUST-DOMAIN] takes 255 bytes and refuses 256', () => {
    expect(isSpiffeId(`spiffe://${'a'.repeat(255)}/a`)).toBe(true)
    expect(isSpiffeId(`spiffe://${'a'.repeat(256)}/a`)).toBe(false)
  })

  it.each(['', '/', '//', '/a/', '/a//b', '//a', '/.', '/..', '/./a', '/../a', '/a/.', '/a/..', '/a/./b', '/a/../b'])(
    '[CLAIM-ISS-PATH] refuses the path %j',
    (path) => {
      expect(isSpiffeId(`spiffe://example.com${path}`)).toBe(false)
    },
  )

  it.each([
    'example.com/%61',
    'example.com/a%2Fb',
    'example%2ecom/a',
    'example.com:443/a',
    'example.com/a:b',
    'alice@example.com/a',
    'alice:secret@example.com/a',
    'example.com/a@b',
    'example.com/a?b',
    'example.com?b/a',
    'example.com/a#b',
    'example.com#b/a',
    'example.com/a;b',
    'example.com/a\\b',
    'example.com/ä',
  ])('[CLAIM-ISS-URI-PARTS] refuses spiffe://%s', (rest) => {
    expect(isSpiffeId(`spiffe://${rest}`)).toBe(false)
  })

  it('[CLAIM-ISS-LENGTH] takes 2,048 bytes and refuses 2,049', () => {
    const start = 'spiffe://example.com/'
    const ids = [2048, 2049].map((length) => start + 'a'.repeat(length - start.length))
    expect(ids.map(isSpiffeId)).toEqual([true, false])
    expect(ids.map((id) => parseSpiffeId(id) !== undefined)).toEqual([true, false])
  })
})
