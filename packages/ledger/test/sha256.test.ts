import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sha256 as inNode } from '../src/node/sha256.ts'
import { sha256 as anywhere } from '../src/sha256.ts'

describe('SHA-256', () => {
  it.each([0, 1, 55, 56, 63, 64, 65, 65_536])(
    '[PROOF-MERKLE] both give what the standard says for %d bytes',
    (length) => {
      const bytes = new Uint8Array(length).map((_, at) => at * 7)
      const digest = new Uint8Array(createHash('sha256').update(bytes).digest())
      expect(inNode(bytes)).toEqual(digest)
      expect(anywhere(bytes)).toEqual(digest)
    },
  )

  it('[PROOF-MERKLE] they agree on any bytes, those above 0x7f too', () => {
    expect(inNode(Uint8Array.of(0xff, 0x80, 0xc3))).toEqual(anywhere(Uint8Array.of(0xff, 0x80, 0xc3)))
    const property = fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(inNode(bytes)).toEqual(anywhere(bytes))
    })
    fc.assert(property)
  })

  it('[PROOF-MERKLE] a view is hashed by itself, not the buffer behind it', () => {
    const view = Uint8Array.of(1, 2, 3, 4).subarray(1, 3)
    expect(inNode(view)).toEqual(inNode(Uint8Array.of(2, 3)))
    expect(anywhere(view)).toEqual(inNode(view))
  })

  it('package.json takes node:crypto for Node alone', () => {
    const { imports } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
      imports: Record<string, Record<string, Record<string, string>>>
    }
    expect(Object.keys(imports['#sha256'] ?? {})).toEqual(['node', 'default'])
    expect(imports['#sha256']?.default?.['@wimse-ect/source']).toBe('./src/sha256.ts')
  })
})
