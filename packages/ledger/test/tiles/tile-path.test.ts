import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatTilePath, parseTilePath, type TilePath } from '../../src/tiles/tile-path.ts'

const anyTile = fc.record<TilePath>({
  level: fc.oneof(fc.constant('entries' as const), fc.nat(63)),
  index: fc.oneof(fc.nat(2000), fc.maxSafeNat()),
  width: fc.integer({ min: 1, max: 256 }),
})

describe('tile paths', () => {
  it.each<[TilePath, string]>([
    [{ level: 0, index: 0, width: 256 }, 'tile/0/000'],
    [{ level: 0, index: 0, width: 1 }, 'tile/0/000.p/1'],
    [{ level: 4, index: 1, width: 5 }, 'tile/4/001.p/5'],
    [{ level: 63, index: 999, width: 255 }, 'tile/63/999.p/255'],
    [{ level: 1, index: 1000, width: 256 }, 'tile/1/x001/000'],
    [{ level: 5, index: 1_234_067, width: 256 }, 'tile/5/x001/x234/067'],
    [{ level: 'entries', index: 123_456_078, width: 2 }, 'tile/entries/x123/x456/078.p/2'],
    [{ level: 0, index: 2 ** 53 - 1, width: 256 }, 'tile/0/x009/x007/x199/x254/x740/991'],
  ])('[LEDGER-TILES] %o', (tile, path) => {
    expect(formatTilePath(tile)).toBe(path)
    expect(parseTilePath(path)).toEqual(tile)
  })

  it('[LEDGER-TILES] every tile has a path, which names it alone', () => {
    const property = fc.property(anyTile, (tile) => {
      expect(parseTilePath(formatTilePath(tile))).toEqual(tile)
    })
    fc.assert(property)
  })

  it.each([
    '',
    'tile',
    'tile/0',
    'tile/0/',
    'tile/0/0',
    'tile/0/00',
    'tile/0/0000',
    'tile/0/x000/001',
    'tile/0/x001/x000',
    'tile/0/001/000',
    'tile/0/x001/0000',
    'tile/0/X001/000',
    'tile/00/000',
    'tile/01/000',
    'tile/64/000',
    'tile/-1/000',
    'tile/a/000',
    'tile/data/000',
    'tile/Entries/000',
    'tile/0/000.p',
    'tile/0/000.p/',
    'tile/0/000.p/0',
    'tile/0/000.p/01',
    'tile/0/000.p/256',
    'tile/0/000.p/257',
    'tile/0/000.p/1000',
    'tile/0/000.p/-1',
    'tile/0/000.p/1/',
    'tile/0/000.P/1',
    'tile/0/000/',
    '/tile/0/000',
    'tile//0/000',
    'tile/0//000',
    'tile/0/000\n',
    ' tile/0/000',
    'tile/0/000 ',
    'tile/0/٠٠١',
    'tile/0/../0/000',
    'tile/0/x009/x007/x199/x254/x740/992',
    'tile/0/x001/x000/x000/x000/x000/x000/000',
    'checkpoint',
  ])('[LEDGER-TILES] %j names none', (path) => {
    expect(parseTilePath(path)).toBeUndefined()
  })

  it('[LEDGER-TILES] whatever is taken for a path is written back as it stood', () => {
    const alphabet = fc.constantFrom('tile/', '0', '1', '9', '00', '000', 'x', '/', '.p/', 'entries', '256', '-')
    const property = fc.property(fc.array(alphabet, { maxLength: 9 }), (pieces) => {
      const path = pieces.join('')
      const tile = parseTilePath(path)
      expect(tile === undefined ? path : formatTilePath(tile)).toBe(path)
    })
    fc.assert(property, { numRuns: 2000 })
  })

  it.each<TilePath>([
    { level: -1, index: 0, width: 1 },
    { level: 64, index: 0, width: 1 },
    { level: 0.5, index: 0, width: 1 },
    { level: 0, index: -1, width: 1 },
    { level: 0, index: 2 ** 53, width: 1 },
    { level: 0, index: 0, width: 0 },
    { level: 0, index: 0, width: 257 },
  ])('[LEDGER-TILES] there is no tile %o', (tile) => {
    expect(() => formatTilePath(tile)).toThrow(TypeError)
  })
})
