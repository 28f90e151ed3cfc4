/** Hashes in a full tile, and entries in a full bundle. */
export const tileWidth = 256

/** Tree levels that one level of tiles spans: 2 ** 8 is {@link tileWidth}. */
export const levelsPerTile = 8

/** A resource of the tlog-tiles layout: consecutive hashes of one level, or consecutive entries. */
export interface TilePath {
  /** Level of the tile from 0, each 256 times as coarse as the one below; `'entries'` for a bundle of entries. */
  readonly level: number | 'entries'
  /** Place in its level, from 0. */
  readonly index: number
  /** Number of hashes or entries, 1 to 256; a tile of 256 is full. */
  readonly width: number
}

const highestLevel = 63

/**
 * Path of a tile relative to the log's URL, e.g. `tile/0/x001/234.p/5` [LEDGER-TILES] (C2SP tlog-tiles): the index in
 * groups of three digits, so that no folder grows large.
 *
 * @throws TypeError for a level, an index or a width that no tile has
 */
export function formatTilePath(tile: TilePath): string {
  if (!isTile(tile)) throw new TypeError('no tile has this level, index or width')
  const { level, index, width } = tile
  const digits = String(index)
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').replace(/\d{3}(?=\d)/g, 'x$&/')
  const partial = width === tileWidth ? '' : `.p/${width}`
  return `tile/${level}/${groups}${partial}`
}

/** The tile that a path names; `undefined` for every text that {@link formatTilePath} does not write. */
export function parseTilePath(path: string): TilePath | undefined {
  const parts = /^tile\/(?<level>entries|\d{1,2})\/(?<index>(?:x\d{3}\/){0,5}\d{3})(?:\.p\/(?<width>\d{1,3}))?$/.exec(
    path,
  )
  if (parts?.groups === undefined) return undefined
  const { level, index = '', width } = parts.groups
  const tile: TilePath = {
    level: level === 'entries' ? level : Number(level),
    index: Number(index.replaceAll(/[x/]/g, '')),
    width: Number(width ?? tileWidth),
  }
  // Several spellings would be several resources for one tile: leading zeros, or the width 256 written out.
  return isTile(tile) && formatTilePath(tile) === path ? tile : undefined
}

/**
 * True when a log may have such a tile: level 0 to 63 or `'entries'`, index 0 to 2^53-1, width 1 to 256, all whole
 * numbers.
 */
export function isTile({ level, index, width }: TilePath): boolean {
  return (
    (level === 'entries' || isWhole(level, 0, highestLevel)) &&
    isWhole(index, 0, Number.MAX_SAFE_INTEGER) &&
    isWhole(width, 1, tileWidth)
  )
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isSafeInteger(value) && value >= least && value <= most
}
