import { type TilePath, tileWidth } from './tile-path.ts'

/** Number of hashes that tiles of a level (or entries that bundles) hold in a log of some size. */
function hashesInLevel(level: TilePath['level'], size: number): number {
  return Math.floor(size / tileWidth ** (level === 'entries' ? 0 : level))
}

/** The tile at a place as it is in a log of some size; `undefined` where that has none. */
export function tileAt(level: TilePath['level'], index: number, size: number): TilePath | undefined {
  const width = Math.min(tileWidth, hashesInLevel(level, size) - index * tileWidth)
  return width > 0 ? { level, index, width } : undefined
}

/**
 * The tiles and bundles that a log of size `to` has and the log of size `from` had not: what has to be published before
 * the checkpoint of `to`. Bundles first, then the tiles from level 0 up. With `from` 0: all of them.
 */
export function* newTiles(from: number, to: number): Generator<TilePath> {
  yield* newTilesOfLevel('entries', from, to)
  for (let level = 0; hashesInLevel(level, to) > 0; level++) yield* newTilesOfLevel(level, from, to)
}

function* newTilesOfLevel(level: TilePath['level'], from: number, to: number): Generator<TilePath> {
  const before = hashesInLevel(level, from)
  if (before === hashesInLevel(level, to)) return
  let index = Math.floor(before / tileWidth)
  for (let tile = tileAt(level, index, to); tile !== undefined; tile = tileAt(level, index, to)) {
    yield tile
    index += 1
  }
}
