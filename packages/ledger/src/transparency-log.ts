import type { Hash } from './merkle/tree-hash.ts'
import type { TilePath } from './tiles/tile-path.ts'

/**
 * The part of a ledger that makes tampering visible [LEDGER-TAMPER]: a Merkle tree whose leaves are the compact tokens
 * in order of sequence [PROOF-MERKLE]. To the holder of a checkpoint it can be proved that a token is in it, and that a
 * later checkpoint contains it; nobody can change, remove, insert or reorder a record without a new root.
 *
 * The contract that every implementation keeps, and that the tests of this package check:
 *
 * **Leaves.** Leaf `sequence` is the hash of the bytes of the entry's token. Duplicates, refused tokens and evidence of
 * equivocation are no leaves.
 *
 * **Checkpoints follow commits.** A checkpoint is only ever signed for a size that is durable, and never for two trees
 * of one size. After an append was acknowledged, every checkpoint covers it, so that its receipt is available at once.
 * Two checkpoints are always consistent, whichever process signed them.
 *
 * **Proofs** are given for every size up to the present one, not only for those that were signed.
 *
 * **Tiles** [LEDGER-TILES]. What a tile or bundle holds never changes. A tile is there as soon as the log has its
 * hashes, full or partial.
 */
export interface TransparencyLog {
  /**
   * Verifier key of the log, `name+id+base64`; its name is the origin of the checkpoints. `undefined` when the ledger
   * was opened without one: it then gives proofs, but neither checkpoints nor receipts.
   */
  readonly logKey: string | undefined

  /**
   * The latest checkpoint, as text.
   *
   * @throws EctError `ECT_LEDGER_UNAVAILABLE`, `ECT_SIGNATURE_SIGNER`
   * @throws TypeError for a ledger without a log key
   */
  checkpoint(): Promise<string>

  /**
   * A receipt of an entry, as text: token, inclusion proof and checkpoint, to be checked offline with `checkReceipt`.
   *
   * @throws EctError `ECT_PROOF_RANGE` when there is no such entry, `ECT_LEDGER_UNAVAILABLE`, `ECT_LEDGER_DAMAGED`
   * @throws TypeError for a ledger without a log key
   */
  receipt(sequence: number): Promise<string>

  /**
   * The proof that an entry is in the tree of this size.
   *
   * @throws EctError `ECT_PROOF_RANGE` when the entry is not in it, or the log was never that large, and as above
   */
  inclusionProof(sequence: number, size: number): Promise<readonly Hash[]>

  /**
   * The proof that the tree of size `to` begins with the tree of size `from`.
   *
   * @throws EctError `ECT_PROOF_RANGE` when `from` is greater than `to`, or the log was never that large, and as above
   */
  consistencyProof(from: number, to: number): Promise<readonly Hash[]>

  /**
   * The bytes of a tile or of a bundle of entries; `undefined` when the log has not that many hashes or entries, or no
   * log has.
   */
  tile(path: TilePath): Promise<Uint8Array | undefined>
}
