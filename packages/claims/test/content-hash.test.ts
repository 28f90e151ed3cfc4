import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contentHash, type HashAlgorithm, isContentHash, matchesContentHash } from '../src/content-hash.ts'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const algorithms: readonly HashAlgorithm[] = ['sha-256', 'sha-384', 'sha-512']
const hashOfTest = 'sha-256:n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg'

describe('contentHash', () => {
  it.each([
    ['test', 'n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg'],
    ['foo', 'LCa0a2j_xo_5m0U8HTBBNBNCLXBkg7-g-YpeiGJm564'],
  ])('[EXAMPLE-HASH] of %s is the published one', async (content, digest) => {
    expect(await contentHash(bytesOf(content))).toBe(`sha-256:${digest}`)
  })

  it.each(algorithms)('[CLAIM-HASH-RAW] is the %s digest of the raw octets', { timeout: 60_000 }, async (algorithm) => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array(), async (bytes) => {
        const digest = createHash(algorithm.replace('-', '')).update(bytes).digest('base64url')
        expect(await contentHash(bytes, algorithm)).toBe(`${algorithm}:${digest}`)
      }),
      { numRuns: 20 },
    )
  })

  it('[CLAIM-HASH-RAW] takes Buffers, parts of a buffer and shared memory', async () => {
    const shared = new Uint8Array(new SharedArrayBuffer(4))
    shared.set(bytesOf('test'))
    expect(await contentHash(Buffer.from('test'))).toBe(hashOfTest)
    expect(await contentHash(bytesOf('a test!').subarray(2, 6))).toBe(hashOfTest)
    expect(await contentHash(shared)).toBe(hashOfTest)
  })

  it.each(['sha-1', 'md5', 'SHA-256', 'toString'])('[CLAIM-HASH-ALG] throws a TypeError for %s', async (algorithm) => {
    await expect(contentHash(bytesOf('test'), algorithm as HashAlgorithm)).rejects.toThrow(TypeError)
  })

  it.each(['test', [116], undefined, 4])(
    '[CLAIM-HASH-RAW] throws a TypeError for %j, which is no bytes',
    async (content) => {
      await expect(contentHash(content as unknown as Uint8Array)).rejects.toThrow(TypeError)
    },
  )
})

describe('isContentHash', () => {
  it.each([
    ['sha-256', 32],
    ['sha-384', 48],
    ['sha-512', 64],
  ])('[CLAIM-HASH-LENGTH] takes %s with %i bytes and neither more nor fewer', (algorithm, length) => {
    const hash = (bytes: number): string => `${algorithm}:${Buffer.alloc(bytes, 7).toString('base64url')}`
    expect([length - 1, length, length + 1].map((bytes) => isContentHash(hash(bytes)))).toEqual([false, true, false])
  })

  it('[CLAIM-HASH-LENGTH] takes no digest of another algorithm', () => {
    const hash = (algorithm: string, bytes: number): string =>
      `${algorithm}:${Buffer.alloc(bytes).toString('base64url')}`
    expect(isContentHash(hash('sha-256', 48))).toBe(false)
    expect(isContentHash(hash('sha-384', 64))).toBe(false)
    expect(isContentHash(hash('sha-512', 32))).toBe(false)
  })

  it.each([
    ['sha-1', 20],
    ['md5', 16],
    ['sha-224', 28],
    ['sha-512/256', 32],
    ['sha3-256', 32],
    ['SHA-256', 32],
    ['Sha-256', 32],
    ['sha256', 32],
    ['', 32],
    [' sha-256', 32],
    ['sha-256 ', 32],
    ['toString', 32],
    ['__proto__', 32],
  ])('[CLAIM-HASH-ALG] refuses %j', (algorithm, length) => {
    expect(isContentHash(`${algorithm}:${Buffer.alloc(length).toString('base64url')}`)).toBe(false)
  })

  it.each([
    '',
    ':',
    'sha-256',
    'sha-256x',
    'sha-256:',
    hashOfTest.slice('sha-256:'.length),
    hashOfTest.replace(':', '='),
    hashOfTest.replace(':', '::'),
    hashOfTest.replace('-qg', '+qg'),
    hashOfTest.replace('O_T', 'O/T'),
    `${hashOfTest}=`,
    ` ${hashOfTest}`,
    `${hashOfTest}\n`,
    hashOfTest.replace(/g$/, 'h'),
    `sha-256:${createHash('sha256').update('test').digest('hex')}`,
    `sha-256:${hashOfTest}`,
  ])('[CLAIM-HASH-FORMAT] refuses %j', (text) => {
    expect(isContentHash(text)).toBe(false)
  })
})

describe('matchesContentHash', () => {
  it.each(algorithms)('[CLAIM-HASH-RAW] is true for the same bytes under %s', async (algorithm) => {
    expect(await matchesContentHash(await contentHash(bytesOf('test'), algorithm), bytesOf('test'))).toBe(true)
  })

  it('is false for other bytes', async () => {
    expect(await matchesContentHash(hashOfTest, bytesOf('Test'))).toBe(false)
  })

  it('is false when any single byte of the digest differs', async () => {
    const digest = Buffer.from(hashOfTest.slice('sha-256:'.length), 'base64url')
    for (const [at, byte] of digest.entries()) {
      const changed = Uint8Array.from(digest)
      changed[at] = byte ^ (1 << (at % 8))
      const hash = `sha-256:${Buffer.from(changed).toString('base64url')}`
      expect([at, await matchesContentHash(hash, bytesOf('test'))]).toEqual([at, false])
    }
  })

  it.each(['', 'sha-1:AAAA', hashOfTest.toUpperCase(), hashOfTest.slice(0, -1), `${hashOfTest}A`, `${hashOfTest}=`])(
    'is false for the malformed hash %j',
    async (hash) => {
      expect(await matchesContentHash(hash, bytesOf('test'))).toBe(false)
    },
  )
})
