import {
  decodeEntryBundle,
  formatTilePath,
  hashBytes,
  leafHash,
  nodesFromTiles,
  type ReadNodes,
  type ReadTile,
  RightEdge,
  readTreeHead,
  type TilePath,
  type TreeHead,
  tileWidth,
} from '@wimse-ect/ledger'
import { damaged } from './damaged.ts'
import { sameBytes } from './same-bytes.ts'

/** Levels of the tree that one level of tiles spans. */
const levelsPerTile = 8

/**
 * Reads tiles that hash to what the log has signed: what is published can never be changed, so a tile that a bad disk
 * altered must not get out.
 *
 * The root follows from the partial tiles. Of the others, each is compared with what lies above it: entries with their
 * leaf hashes, a full tile with its hash one level up. An attacker who changed a tile and what lies above it alike gets
 * as far as somebody who changed the root: one of the tiles is refused, and the pass ends without a checkpoint.
 *
 * @param head the signed one that the tiles are published for
 * @returns a reader of the tiles and bundles of that size
 * @throws EctError (the reader too) `ECT_LEDGER_DAMAGED`
 */
export async function readCheckedTiles(
  readTile: ReadTile,
  head: TreeHead,
): Promise<(path: TilePath) => Promise<Uint8Array>> {
  const readNodes = nodesFromTiles(rememberingLast(readTile), head.size)
  const { root } = await readTreeHead(head.size, readNodes)
  if (!sameBytes(root, head.root)) throw damaged('root')
  return async (path) => {
    const bytes = await readTile(path)
    const name = formatTilePath(path)
    if (bytes === undefined) throw damaged(name)
    const { level } = path
    const isRight =
      level === 'entries'
        ? await isOfLeaves(bytes, path, readNodes)
        : bytes.length === path.width * hashBytes && (await isOfParent(bytes, level, path, readNodes))
    if (!isRight) throw damaged(name)
    return bytes
  }
}

async function isOfLeaves(bundle: Uint8Array, { index, width }: TilePath, readNodes: ReadNodes): Promise<boolean> {
  const entries = decodeEntryBundle(bundle, width)
  const leaves = await readNodes(entries.map((_, at) => ({ level: 0, index: index * tileWidth + at })))
  return entries.every((entry, at) => sameBytes(leafHash(entry), leaves[at]))
}

async function isOfParent(
  tile: Uint8Array,
  level: number,
  { index, width }: TilePath,
  readNodes: ReadNodes,
): Promise<boolean> {
  // Nothing lies above a partial tile; the root followed from it.
  if (width < tileWidth) return true
  const [parent] = await readNodes([{ level: levelsPerTile * (level + 1), index }])
  return sameBytes(rootOf(tile), parent)
}

function rootOf(tile: Uint8Array): Uint8Array {
  const edge = new RightEdge()
  for (let at = 0; at < tile.length; at += hashBytes) edge.append(tile.slice(at, at + hashBytes))
  return edge.head().root
}

/** 256 tiles in a row have one parent, which need not be read for each. */
function rememberingLast(readTile: ReadTile): ReadTile {
  let last: { readonly name: string; readonly bytes: Promise<Uint8Array | undefined> } | undefined
  return (path) => {
    const name = formatTilePath(path)
    if (last?.name !== name) last = { name, bytes: readTile(path) }
    return last.bytes
  }
}
