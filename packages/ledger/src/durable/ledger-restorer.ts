import type { Task } from '@wimse-ect/claims'
import type { LedgerView } from '../judge-append.ts'
import type { HashedNode } from '../merkle/right-edge.ts'
import type { Founding } from './founding.ts'
import type { Evidence } from './judged-batch.ts'
import type { Awaitable, KeptCheckpoint } from './ledger-store.ts'
import type { StoredRecord } from './stored-record.ts'

/**
 * A new ledger that is being written from an archive. Until {@link finish} has resolved there is no ledger: what was
 * written is a draft that nobody can open as one, whatever ends the process. `importLedger` makes one call after the
 * other, and judges all that it hands over; a restorer only writes and looks up.
 */
export interface LedgerRestorer {
  /**
   * Begins the draft, and removes what an earlier one left behind.
   *
   * @throws EctError `ECT_LEDGER_EXISTS` when there is a ledger at its place; `ECT_LEDGER_LOCKED` when somebody is
   * making one
   */
  begin(founding: Founding): Awaitable<void>
  /**
   * Has a judgement made about tasks, by the records in the draft with their ids, with their issuers and `jti`, and
   * with the ids of their parents.
   *
   * @param judgement a synchronous function that keeps no state, so that it may be called again when it asked for more
   * than had been read; only the last call counts
   * @throws what the last call throws
   */
  judge(tasks: readonly Task[], judgement: (draft: LedgerView<StoredRecord>) => void): Awaitable<void>
  /** The record of an entry in the draft; `undefined` when there is none. */
  recordAt(sequence: number): Awaitable<StoredRecord | undefined>
  /**
   * Writes the next entries.
   *
   * @param nodes of the tree that their leaves complete, in the order in which they do
   */
  write(records: readonly StoredRecord[], nodes: readonly HashedNode[]): Awaitable<void>
  /**
   * Writes evidence, after all entries.
   *
   * @throws EctError `ECT_LEDGER_DAMAGED` for a second piece against one entry
   */
  writeEvidence(evidence: readonly Evidence[]): Awaitable<void>
  /**
   * Makes the draft the ledger, in one step and durably.
   *
   * @param checkpoint of all entries; `undefined` for a log without a key
   */
  finish(checkpoint: KeptCheckpoint | undefined): Awaitable<void>
  /**
   * Removes the draft, if there is one. Called once when anything fails, be it {@link begin} or {@link finish}; it does
   * not throw.
   */
  abandon(): Awaitable<void>
}
