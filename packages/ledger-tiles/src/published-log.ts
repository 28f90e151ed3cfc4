import { EctError, isEctError } from '@wimse-ect/claims'
import {
  type CheckedCheckpoint,
  type CheckpointOptions,
  checkCheckpoint,
  checkReceipt,
  decodeEntryBundle,
  encodeEntryBundle,
  type Hash,
  hashBytes,
  makeReceipt,
  nodesFromTiles,
  proveConsistency,
  proveInclusion,
  type ReadNodes,
  type TilePath,
  tileAt,
  tileWidth,
} from '@wimse-ect/ledger'
import { damaged } from './damaged.ts'
import type { TileSource } from './tile-store.ts'

/**
 * A published log at one checkpoint, which is checked. Everything else is read from tiles when it is asked for; nothing
 * of it is believed until it leads to the root.
 */
export class PublishedLog {
  /** The checkpoint that the log was opened at. */
  readonly checkpoint: CheckedCheckpoint
  readonly #note: string
  readonly #options: CheckpointOptions
  readonly #read: (path: TilePath) => Promise<Uint8Array | undefined>
  readonly #readNodes: ReadNodes

  /** @throws EctError `ECT_CHECKPOINT_*` */
  constructor(source: TileSource, note: string, options: CheckpointOptions) {
    this.checkpoint = checkCheckpoint(note, options)
    this.#note = note
    this.#options = options
    this.#read = (path) => readOrCut(source, path)
    this.#readNodes = nodesFromTiles(this.#read, this.checkpoint.size)
  }

  /**
   * A receipt of an entry [PROOF-RECEIPT], checked before it is given.
   *
   * @throws EctError `ECT_PROOF_RANGE` when there is no such entry, `ECT_LEDGER_DAMAGED` when a tile is missing or is
   * not what the log committed to, `ECT_LEDGER_UNAVAILABLE`
   */
  async receipt(sequence: number): Promise<string> {
    const [proof, token] = [await this.inclusionProof(sequence), await this.#token(sequence)]
    const receipt = makeReceipt({ token, sequence, proof, checkpoint: this.#note })
    try {
      checkReceipt(receipt, this.#options)
    } catch (cause) {
      if (isEctError(cause)) throw new EctError('ECT_LEDGER_DAMAGED', { path: `entry ${sequence}`, cause })
      throw cause
    }
    return receipt
  }

  /** The compact token of an entry, proved to be in the log. Throws as {@link receipt}. */
  async token(sequence: number): Promise<string> {
    return checkReceipt(await this.receipt(sequence), this.#options).token
  }

  /** The proof that an entry is in the log. It is made, not checked. Throws as {@link receipt}. */
  async inclusionProof(sequence: number): Promise<readonly Hash[]> {
    return proveInclusion(sequence, this.checkpoint.size, this.#readNodes)
  }

  /**
   * The proof that the log begins with what it was at a smaller size. It is made, not checked: for `checkConsistency`
   * with the checkpoint of that size.
   *
   * @throws EctError as {@link receipt}; `ECT_PROOF_RANGE` when `from` is greater than the size
   */
  async consistencyProof(from: number): Promise<readonly Hash[]> {
    return proveConsistency(from, this.checkpoint.size, this.#readNodes)
  }

  async #token(sequence: number): Promise<string> {
    const bundle = tileAt('entries', Math.floor(sequence / tileWidth), this.checkpoint.size)
    const bytes = bundle && (await this.#read(bundle))
    if (bundle === undefined || bytes === undefined) throw damaged('entry bundle')
    return new TextDecoder().decode(decodeEntryBundle(bytes, bundle.width)[sequence % tileWidth])
  }
}

/**
 * Opens a published log with nothing but its key, where it lies: `folderStore(path)`, `s3Store(...)`, or
 * `httpSource(url)`. To see later entries, open it again.
 *
 * @param options key of the log, and who has to have witnessed its checkpoint
 * @throws EctError `ECT_LEDGER_UNAVAILABLE`, also when nothing was published yet; `ECT_CHECKPOINT_*`
 * @throws TypeError for a witness policy that cannot be met
 */
export async function openPublishedLog(source: TileSource, options: CheckpointOptions): Promise<PublishedLog> {
  const stored = await source.checkpoint()
  if (stored === undefined) throw new EctError('ECT_LEDGER_UNAVAILABLE', { path: 'checkpoint' })
  return new PublishedLog(source, stored.note, options)
}

/** A partial tile; where it was removed because there is a full one, that many hashes or entries of the full one. */
async function readOrCut(source: TileSource, path: TilePath): Promise<Uint8Array | undefined> {
  const bytes = await source.read(path)
  if (bytes !== undefined || path.width === tileWidth) return bytes
  const full = await source.read({ ...path, width: tileWidth })
  if (full === undefined || path.level !== 'entries') return full?.slice(0, path.width * hashBytes)
  return encodeEntryBundle(decodeEntryBundle(full, tileWidth).slice(0, path.width))
}
