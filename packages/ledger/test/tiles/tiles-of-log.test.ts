import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatTilePath } from '../../src/tiles/tile-path.ts'
import { newTiles, tileAt } from '../../src/tiles/tiles-of-log.ts'

function paths(from: number, to: number): string[] {
  return [...newTiles(from, to)].map(formatTilePath)
}

describe('the tiles of a log', () => {
  it.each([
    [0, []],
    [1, ['tile/entries/000.p/1', 'tile/0/000.p/1']],
    [255, ['tile/entries/000.p/255', 'tile/0/000.p/255']],
    [256, ['tile/entries/000', 'tile/0/000', 'tile/1/000.p/1']],
    [257, ['tile/entries/000', 'tile/entries/001.p/1', 'tile/0/000', 'tile/0/001.p/1', 'tile/1/000.p/1']],
  ])('[LEDGER-TILES] of %d entries', (size, expected) => {
    expect(paths(0, size)).toEqual(expected)
  })

  it.each([
    [65_535, 256, ['tile/0/255.p/255', 'tile/1/000.p/255']],
    [65_536, 256, ['tile/0/255', 'tile/1/000', 'tile/2/000.p/1']],
    [65_537, 257, ['tile/0/256.p/1', 'tile/1/000', 'tile/2/000.p/1']],
    [70_000, 274, ['tile/0/273.p/112', 'tile/1/000', 'tile/1/001.p/17', 'tile/2/000.p/1']],
  ])('[LEDGER-TILES] of %d entries: %d on the lowest level, and these at its end and above', (size, lowest, last) => {
    const all = paths(0, size)
    expect(all.filter((path) => path.startsWith('tile/entries/'))).toHaveLength(lowest)
    const hashes = all.filter((path) => !path.startsWith('tile/entries/'))
    expect(hashes.filter((path) => path.startsWith('tile/0/'))).toHaveLength(lowest)
    expect(hashes.slice(lowest - 1)).toEqual(last)
  })

  it.each([
    [1, 1, []],
    [100, 101, ['tile/entries/000.p/101', 'tile/0/000.p/101']],
    [255, 256, ['tile/entries/000', 'tile/0/000', 'tile/1/000.p/1']],
    [256, 257, ['tile/entries/001.p/1', 'tile/0/001.p/1']],
    [65_535, 65_536, ['tile/entries/255', 'tile/0/255', 'tile/1/000', 'tile/2/000.p/1']],
    [65_536, 65_537, ['tile/entries/256.p/1', 'tile/0/256.p/1']],
  ])('[LEDGER-TILES] growth from %d to %d entries adds these alone', (from, to, expected) => {
    expect(paths(from, to)).toEqual(expected)
  })

  it('[LEDGER-TILES] growing in steps publishes every full tile that growing at once does, each once', () => {
    const property = fc.property(fc.array(fc.nat(3000), { minLength: 1, maxLength: 9 }), (steps) => {
      const full: string[] = []
      let size = 0
      for (const step of steps) {
        full.push(...paths(size, size + step).filter((path) => !path.includes('.p/')))
        size += step
      }
      expect(full.toSorted()).toEqual(
        paths(0, size)
          .filter((path) => !path.includes('.p/'))
          .toSorted(),
      )
    })
    fc.assert(property)
  })

  it('[LEDGER-TILES] where a log has no hashes it has no tile', () => {
    expect(tileAt(0, 0, 0)).toBeUndefined()
    expect(tileAt(0, 1, 256)).toBeUndefined()
    expect(tileAt(1, 0, 255)).toBeUndefined()
    expect(tileAt('entries', 1, 300)).toEqual({ level: 'entries', index: 1, width: 44 })
  })
})
