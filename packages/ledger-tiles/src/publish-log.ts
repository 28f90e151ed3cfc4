import { EctError, isEctError } from '@wimse-ect/claims'
import {
  checkCheckpoint,
  checkConsistency,
  formatTilePath,
  newTiles,
  type TilePath,
  type TransparencyLog,
  type TreeHead,
  tileWidth,
} from '@wimse-ect/ledger'
import { readCheckedTiles } from './checked-tiles.ts'
import { damaged } from './damaged.ts'
import { forEachConcurrently } from './for-each-concurrently.ts'
import { sameBytes } from './same-bytes.ts'
import type { TileStore } from './tile-store.ts'

/** What of a ledger is published. */
export type PublishableLog = Pick<TransparencyLog, 'logKey' | 'checkpoint' | 'consistencyProof' | 'tile'>

/** How a log is published. */
export interface PublishOptions {
  /**
   * Most tiles and bundles that are under way at the same time. Each is in memory while it is: at most 16 MiB, with
   * tokens of a kilobyte 256 KiB. Default 8.
   */
  readonly concurrency?: number | undefined
  /**
   * True: where a tile became full, its partial forms are removed after the checkpoint was swapped. Who reads with an
   * older checkpoint then has to take the full one, as `openPublishedLog` does. Default false: they stay, up to 255 at
   * each place, and so do those that a killed publisher did not come to.
   */
  readonly removePartials?: boolean | undefined
  /** Ends the pass between two tiles. Default: none. */
  readonly signal?: AbortSignal | undefined
}

/** What a pass did. */
export interface Publication {
  /** Size of the log as it was published when the pass began; 0 when it was not. */
  readonly from: number
  /** Size as it is published now. */
  readonly size: number
  /** Number of tiles and bundles that were written; those that were there already do not count. */
  readonly created: number
}

interface Published {
  readonly head: TreeHead
  readonly version: string
}

interface Pass {
  readonly log: PublishableLog
  readonly logKey: string
  readonly store: TileStore
  readonly concurrency: number
  readonly signal: AbortSignal | undefined
}

/**
 * Publishes a log as it stands, in one pass: first the tiles and bundles that are new since what is published, then the
 * checkpoint that covers them [LEDGER-TILES]. Killed at any instant it leaves a published log whose checkpoint is
 * covered by its tiles, and the next pass goes on.
 *
 * The published checkpoint is evidence against the log itself: when the log does not contain it any more, nothing is
 * written [LEDGER-TAMPER]. Any number of publishers may run; one that was paused never puts an older checkpoint over a
 * newer one.
 *
 * @param log the ledger, or a reader of it; not a replica that lags behind, which looks like a log that was rolled back
 * @throws EctError `ECT_LEDGER_ROLLED_BACK` when the log has fewer entries than are published; `ECT_LEDGER_DAMAGED`
 * when it has others, when its tiles do not hash to its checkpoint, or when what is published is not what the log has;
 * `ECT_CHECKPOINT_*` when the log has not signed what is published; and what log and store throw
 * @throws TypeError for a ledger without a log key, and for options out of range
 * @throws the reason of the signal
 */
export async function publishLog(
  log: PublishableLog,
  store: TileStore,
  options: PublishOptions = {},
): Promise<Publication> {
  const { concurrency = 8, removePartials = false, signal } = options
  if (!Number.isSafeInteger(concurrency) || concurrency < 1) throw new TypeError('concurrency must be 1 or more')
  if (log.logKey === undefined) throw new TypeError('a ledger without a log key has no checkpoint to publish')
  const pass: Pass = { log, logKey: log.logKey, store, concurrency, signal }
  let created = 0
  let published = await readPublished(pass)
  const from = published?.head.size ?? 0
  for (;;) {
    signal?.throwIfAborted()
    const before = published?.head.size ?? 0
    const note = await log.checkpoint()
    const head = checkCheckpoint(note, { logKey: pass.logKey })
    if (published !== undefined) {
      await checkContained(log, published.head, head)
      // Another publisher was faster, or a reader of the log sees its checkpoint a moment late.
      if (head.size <= before) return { from, size: before, created }
    }
    created += await writeTiles(pass, before, head)
    if (await store.swapCheckpoint(note, published?.version)) {
      if (removePartials) await removeOutdated(store, before, head.size)
      return { from, size: head.size, created }
    }
    // Another publisher was faster. What it published is judged like everything that is published.
    const lost = published
    published = await readPublished(pass)
    if (published?.version === lost?.version) throw damaged('checkpoint')
  }
}

async function readPublished({ store, logKey }: Pass): Promise<Published | undefined> {
  const stored = await store.checkpoint()
  return stored && { head: checkCheckpoint(stored.note, { logKey }), version: stored.version }
}

/** One of both heads, whichever is the earlier, has to be contained in the other, and the log has to have both. */
async function checkContained(log: PublishableLog, published: TreeHead, present: TreeHead): Promise<void> {
  const [earlier, later] = published.size <= present.size ? [published, present] : [present, published]
  try {
    checkConsistency(await log.consistencyProof(earlier.size, later.size), earlier, later)
  } catch (error) {
    if (isEctError(error, 'ECT_PROOF_RANGE')) throw new EctError('ECT_LEDGER_ROLLED_BACK', { cause: error })
    if (isEctError(error, 'ECT_PROOF_CONSISTENCY')) throw new EctError('ECT_LEDGER_DAMAGED', { cause: error })
    throw error
  }
}

/** Returns how many were not there yet. */
async function writeTiles({ log, store, concurrency, signal }: Pass, from: number, head: TreeHead): Promise<number> {
  const read = await readCheckedTiles((path) => log.tile(path), head)
  let created = 0
  await forEachConcurrently(newTiles(from, head.size), concurrency, async (path) => {
    signal?.throwIfAborted()
    if (await createOrCompare(store, path, await read(path))) created += 1
  })
  return created
}

/** True when it was created; false when it was there and is the same. */
async function createOrCompare(store: TileStore, path: TilePath, bytes: Uint8Array): Promise<boolean> {
  while (!(await store.create(path, bytes))) {
    const existing = await store.read(path)
    if (sameBytes(bytes, existing)) return false
    // A partial tile may have been removed between the two calls.
    if (existing !== undefined) throw damaged(formatTilePath(path))
  }
  return true
}

/** On each level at most one tile was partial before and is full now. */
async function removeOutdated(store: TileStore, from: number, to: number): Promise<void> {
  const seen = new Set<TilePath['level']>()
  for (const path of newTiles(from, to)) {
    if (seen.has(path.level)) continue
    seen.add(path.level)
    if (path.width === tileWidth) await store.removePartials(path)
  }
}
