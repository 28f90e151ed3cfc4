import { equal, ok } from 'node:assert/strict'
import { formatTilePath, isTile, parseTilePath, tileAt } from '@wimse-ect/ledger'
import { textOf } from '../properties/text-of.ts'
import type { Target } from '../target.ts'

/** Paths of tiles [LEDGER-TILES]: what is read is written back, so that a tile has one name. */
export const target: Target = {
  check(input) {
    const text = textOf(input)
    const tile = parseTilePath(text)
    if (tile === undefined) return
    equal(formatTilePath(tile), text)
    ok(isTile(tile) && !text.includes('..'))
    const { level, index, width } = tile
    if (level === 0 && Number.isSafeInteger((index + 1) * 256)) {
      equal(tileAt(level, index, index * 256 + width)?.width, width)
    }
  },
  seeds: () => [
    'tile/0/000',
    'tile/63/x123/x456/789.p/1',
    'tile/entries/x001/234.p/255',
    'tile/1/x009/x007/199/254/740',
  ],
  words: ['tile/', 'entries', '/x000', '.p/', '256', 'x9007', '740', '991'],
}
