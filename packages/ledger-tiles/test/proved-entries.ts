import {
  checkCheckpoint,
  decodeEntryBundle,
  formatTilePath,
  hashBytes,
  newTiles,
  nodesFromTiles,
  readTreeHead,
} from '@wimse-ect/ledger'
import { naiveRoot } from '../../ledger/contract/merkle-oracle.ts'
import type { TileSource } from '../src/index.ts'

/**
 * The entries of a published log, after it was proved with nothing but what is published: the root follows from the
 * bundles, by the naive oracle, and from the tiles; every tile and bundle is there and whole.
 */
export async function provedEntries(source: TileSource, logKey: string): Promise<string[]> {
  const stored = await source.checkpoint()
  if (stored === undefined) throw new Error('nothing is published')
  const { size, root } = checkCheckpoint(stored.note, { logKey })
  const entries: Uint8Array[] = []
  for (const path of newTiles(0, size)) {
    const bytes = await source.read(path)
    if (bytes === undefined) throw new Error(`${formatTilePath(path)} is missing`)
    if (path.level === 'entries') entries.push(...decodeEntryBundle(bytes, path.width))
    else if (bytes.length !== path.width * hashBytes) throw new Error(`${formatTilePath(path)} is not whole`)
  }
  const fromTiles = await readTreeHead(
    size,
    nodesFromTiles((path) => source.read(path), size),
  )
  for (const proved of [naiveRoot(entries), fromTiles.root]) {
    if (Buffer.compare(proved, root) !== 0) throw new Error('what is published does not hash to the checkpoint')
  }
  return entries.map((entry) => new TextDecoder().decode(entry))
}

/** Size of the log as it is published; the signature is checked, nothing else. */
export async function publishedSize(source: TileSource, logKey: string): Promise<number | undefined> {
  const stored = await source.checkpoint()
  return stored && checkCheckpoint(stored.note, { logKey }).size
}
