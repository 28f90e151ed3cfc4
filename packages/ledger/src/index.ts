export { type ExportOptions, exportLedger } from './archive/export-ledger.ts'
export { type ImportedLedger, type ImportOptions, importLedger } from './archive/import-ledger.ts'
export { checkAppendable } from './check-appendable.ts'
export { encodeBase64, tryDecodeBase64 } from './checkpoint/base64.ts'
export {
  type CheckedCheckpoint,
  type CheckpointOptions,
  checkCheckpoint,
} from './checkpoint/check-checkpoint.ts'
export { type Checkpoint, parseCheckpoint, signCheckpoint } from './checkpoint/checkpoint.ts'
export { cosignCheckpoint } from './checkpoint/cosignature.ts'
export { tryReadDecimal } from './checkpoint/decimal.ts'
export {
  formatVerifierKey,
  makeNoteKey,
  type NoteKey,
  type NoteKeyKind,
  parseVerifierKey,
} from './checkpoint/note-key.ts'
export { generateNoteKey, type NoteKeyPair, type NoteSigner, noteSigner } from './checkpoint/note-signer.ts'
export { formatSignedNote, type NoteSignature, type SignedNote, signaturesBy } from './checkpoint/signed-note.ts'
export { checkWitnesses, type Witnessing, type WitnessPolicy } from './checkpoint/witness-policy.ts'
export type { Equivocation } from './equivocation.ts'
export { type Judgement, judgeAppend, type LedgerRecord, type LedgerView } from './judge-append.ts'
export type { AppendResult, Ledger } from './ledger.ts'
export { type LedgerEntry, makeEntry, type ParentReference, restoreEntry, type StoredEntry } from './ledger-entry.ts'
export { MemoryLedger, type MemoryLedgerOptions, type MemoryRestoreOptions } from './memory-ledger.ts'
export { checkConsistency, proveConsistency } from './merkle/consistency-proof.ts'
export { checkInclusion, proveInclusion } from './merkle/inclusion-proof.ts'
export { type LeafRange, nodesOf, type ReadNodes, type TreeNode } from './merkle/leaf-range.ts'
export { type HashedNode, RightEdge } from './merkle/right-edge.ts'
export { emptyRoot, type Hash, hashBytes, leafHash, nodeHash, sameHash } from './merkle/tree-hash.ts'
export { readTreeHead, type TreeHead } from './merkle/tree-head.ts'
export {
  type CheckedReceipt,
  checkReceipt,
  makeReceipt,
  parseReceipt,
  type Receipt,
  type ReceiptOptions,
} from './receipt.ts'
export { decodeEntryBundle, encodeEntryBundle } from './tiles/entry-bundle.ts'
export { nodesFromTiles, type ReadTile } from './tiles/nodes-from-tiles.ts'
export { formatTilePath, isTile, parseTilePath, type TilePath, tileWidth } from './tiles/tile-path.ts'
export { newTiles, tileAt } from './tiles/tiles-of-log.ts'
export type { TransparencyLog } from './transparency-log.ts'
