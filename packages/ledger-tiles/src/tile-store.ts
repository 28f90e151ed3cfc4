import type { TilePath } from '@wimse-ect/ledger'

/** The checkpoint as it is published, and what the store calls this state of it. */
export interface StoredCheckpoint {
  /** The text of the checkpoint. Nothing in it has been checked. */
  readonly note: string
  /** Name that the store gives this state: an entity tag, a hash. Means nothing to anybody else. */
  readonly version: string
}

/** Where a published log is read from. */
export interface TileSource {
  /**
   * The bytes of a tile or of a bundle of entries; `undefined` when there is none.
   *
   * @throws EctError `ECT_LEDGER_UNAVAILABLE`
   */
  read(path: TilePath): Promise<Uint8Array | undefined>

  /**
   * The checkpoint; `undefined` when none was published yet.
   *
   * @throws EctError `ECT_LEDGER_UNAVAILABLE`
   */
  checkpoint(): Promise<StoredCheckpoint | undefined>
}

/**
 * Where a log is published to, in the layout of C2SP tlog-tiles [LEDGER-TILES]: tiles and bundles, each written once
 * and never changed, and one mutable object, the checkpoint.
 *
 * The contract that every store keeps, and that the tests of this package check:
 *
 * **Names** of tiles and bundles are those of `formatTilePath`, the checkpoint is `checkpoint`. What else a store keeps
 * lies beside them under a name that begins with a dot.
 *
 * **Whole or absent.** A reader never sees part of an object, also not while one is written and after a crash.
 *
 * **Durable.** What was acknowledged is there after a crash, and so is all that the store found there already.
 *
 * **Tiles are created, never replaced.** Of several that create one object, one succeeds.
 *
 * **The checkpoint is swapped**, never overwritten. A swap succeeds only while the version that it replaces is the
 * present one. That holds for a writer that was stopped at any instant and goes on hours later. It is what keeps an
 * older checkpoint from replacing a newer one. A checkpoint that was replaced is never put back: whoever swaps gives
 * notes of growing size.
 *
 * **Any number of writers**, in any number of processes. None waits for another: when one stops for ever, the others go
 * on.
 */
export interface TileStore extends TileSource {
  /**
   * Creates a tile or bundle.
   *
   * @returns false when there is one already, whatever it holds; nothing was written then
   * @throws EctError `ECT_LEDGER_UNAVAILABLE`, `ECT_LEDGER_DISK_FULL`, `ECT_LEDGER_READ_ONLY`
   * @throws TypeError for a path that no tile has
   */
  create(path: TilePath, bytes: Uint8Array): Promise<boolean>

  /**
   * Replaces the checkpoint.
   *
   * @param replaces version of the one to replace; `undefined` to publish the first
   * @returns false when another version is the present one, or will be in a moment; the store was not changed then
   * @throws EctError `ECT_LEDGER_UNAVAILABLE`, `ECT_LEDGER_DISK_FULL`, `ECT_LEDGER_READ_ONLY`. Whether the checkpoint
   * was swapped is unknown then
   * @throws TypeError (some stores) for the very note that is to be replaced
   */
  swapCheckpoint(note: string, replaces: string | undefined): Promise<boolean>

  /**
   * Removes all partial tiles at the place of a full one. Where there are none, it does nothing.
   *
   * @throws EctError `ECT_LEDGER_UNAVAILABLE`, `ECT_LEDGER_READ_ONLY`
   * @throws TypeError for a tile that is not full
   */
  removePartials(full: TilePath): Promise<void>
}
