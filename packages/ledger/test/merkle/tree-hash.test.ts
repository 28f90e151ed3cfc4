import { describe, expect, it } from 'vitest'
import { emptyRoot, leafHash, maxEntryBytes, nodeHash, sameHash } from '../../src/merkle/tree-hash.ts'
import { fromBase64, fromHex, hex } from './trees.ts'

describe('hashing of leaves and nodes', () => {
  // The leaves that the implementations of RFC 6962 share as test data.
  it.each([
    ['', '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d'],
    ['00', '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7'],
    ['10', '0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7'],
    ['2021', '07506a85fd9dd2f120eb694f86011e5bb4662e5c415a62917033d4a9624487e7'],
    ['606162636465666768696a6b6c6d6e6f', '46f6ffadd3d06a09ff3c5860d2755c8b9819db7df44251788c7d8e3180de8eb1'],
  ])('[PROOF-MERKLE] the leaf 0x%s', (entry, expected) => {
    expect(hex(leafHash(fromHex(entry)))).toBe(expected)
  })

  it('[PROOF-MERKLE] the node over the first two of them, and the tree without leaves', () => {
    expect(hex(nodeHash(leafHash(fromHex('')), leafHash(fromHex('00'))))).toBe(
      'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    )
    expect(hex(emptyRoot())).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  })

  it('[PROOF-MERKLE] a text stands for its UTF-8 bytes', () => {
    expect(leafHash('hello world')).toEqual(fromBase64('TszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBb0='))
    expect(leafHash('é\u{1f600}')).toEqual(leafHash(new TextEncoder().encode('é\u{1f600}')))
  })

  it('[PROOF-MERKLE] two hashes are no entry, nor an entry two hashes', () => {
    const [one, other] = [leafHash('one'), leafHash('other')]
    expect(leafHash(Uint8Array.of(...one, ...other))).not.toEqual(nodeHash(one, other))
  })

  it('[PROOF-MERKLE] an entry has up to 65,535 bytes', () => {
    expect(leafHash(new Uint8Array(maxEntryBytes))).toEqual(leafHash('\0'.repeat(maxEntryBytes)))
    expect(() => leafHash(new Uint8Array(maxEntryBytes + 1))).toThrow(TypeError)
    expect(() => leafHash('a'.repeat(maxEntryBytes + 1))).toThrow(TypeError)
    expect(() => leafHash('é'.repeat(maxEntryBytes - 1))).toThrow(TypeError)
  })

  it('[PROOF-MERKLE] a long entry leaves no trace in the next one', () => {
    const before = leafHash('short')
    leafHash('long'.repeat(1000))
    expect(leafHash('short')).toEqual(before)
  })

  it('[PROOF-MERKLE] what has not 32 bytes is no hash', () => {
    const hash = leafHash('')
    expect(() => nodeHash(hash.slice(1), hash)).toThrow(TypeError)
    expect(() => nodeHash(hash, Uint8Array.of(...hash, 0))).toThrow(TypeError)
  })

  it('hashes are the same when all of their bytes are', () => {
    const hash = leafHash('')
    expect(sameHash(hash, hash.slice())).toBe(true)
    expect(sameHash(hash, hash.slice(0, 31))).toBe(false)
    expect(sameHash(hash.slice(0, 31), hash)).toBe(false)
    expect(sameHash(hash, hash.with(31, (hash[31] ?? 0) ^ 1))).toBe(false)
  })
})
