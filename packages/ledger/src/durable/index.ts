/** The parts that a ledger in a database is made of; for packages that keep one, not for their users. */

export { checkDurationMs } from '../check-duration-ms.ts'
export { checkWhole } from '../check-whole.ts'
export { checkedClock } from '../checked-clock.ts'
export { logKeyOf } from '../checkpoint/log-key-of.ts'
export { makeEquivocation } from '../equivocation.ts'
export { tokenIdentity } from '../token-identity.ts'
export { Checkpointer, type CheckpointerParts } from './checkpointer.ts'
export { bytesIn, numberIn, type Row, textIn } from './columns.ts'
export { damaged } from './damaged.ts'
export { type Founding, type FoundingOptions, foundingOf } from './founding.ts'
export { checkEntry } from './fsck/check-entry.ts'
export { checkLedger, type FsckOptions } from './fsck/check-ledger.ts'
export type {
  CheckedEntry,
  CheckedPage,
  EntryIndexes,
  FoundEntry,
  FoundEvidence,
  FoundLedger,
  FoundTile,
} from './fsck/found-ledger.ts'
export type { LedgerIssue, LedgerIssueKind } from './fsck/issue.ts'
export { type AppendCall, type CommitsBatches, GroupCommit, judgeCall } from './group-commit.ts'
export { type BatchGround, type Evidence, JudgedBatch } from './judged-batch.ts'
export { checkKnownCheckpoints, checkKnownHead } from './known-head.ts'
export type { LedgerRestorer } from './ledger-restorer.ts'
export type { Awaitable, EntryFilter, KeptCheckpoint, LedgerStore, TreeStore } from './ledger-store.ts'
export { type NewHashes, newHashesOf } from './new-hashes.ts'
export { readKid } from './read-kid.ts'
export { RecordCache } from './record-cache.ts'
export { formatParents, recordColumns, recordIn, tryReadStoredEntry } from './record-row.ts'
export { several, severalOf } from './several-of.ts'
export { signedBy } from './signed-by.ts'
export { StoredLedger, type StoredLedgerParts } from './stored-ledger.ts'
export { type LedgerReader, StoredLedgerReader } from './stored-ledger-reader.ts'
export { type ReadToken, readToken, restoreRecord, restoreTask, type StoredRecord } from './stored-record.ts'
export { StoredTree } from './stored-tree.ts'
