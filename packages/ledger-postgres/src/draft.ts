import type { IdKind } from '@wimse-ect/claims'
import type { AppendResult, LedgerEntry } from '@wimse-ect/ledger'
import type { AppendCall, Evidence, JudgedBatch, StoredRecord } from '@wimse-ect/ledger/durable'
import { type EncodedEntries, encodeEntries } from './encoded-entries.ts'

/** What a batch comes to, and what is to be answered once it is durable. */
export interface Draft extends Pick<JudgedBatch, 'records' | 'evidence'> {
  /** The sequence of the first record, if the log still ends there. */
  readonly size: number
  readonly encoded: EncodedEntries
  /** What each call comes to; what its admission threw is thrown. */
  readonly outcomes: readonly (() => readonly AppendResult[])[]
}

/**
 * What was judged, with all that can be encoded and hashed before it is known where in the log it goes.
 *
 * @param size number of entries that it was judged with
 */
export function draftOf(batch: JudgedBatch, outcomes: Draft['outcomes'], size: number, ids: IdKind): Draft {
  const { records, evidence } = batch
  return { records, evidence, outcomes, size, encoded: encodeEntries(records, size, ids) }
}

/**
 * The draft at the end of the log as it is when the batch is written.
 *
 * @param size number of entries before the batch
 * @param now in seconds since 1970
 */
export function placeDraft(draft: Draft, size: number, now: number): Draft {
  const from = draft.size
  const placed = (sequence: number): number => (sequence < from ? sequence : sequence - from + size)
  const records = draft.records.map((record) => placeRecord(record, placed, now))
  // What is not of this batch was there before, and stays as it is.
  const placeResult = (result: AppendResult): AppendResult => {
    const entry = result.ok ? records[result.entry.sequence - from]?.entry : undefined
    return result.ok && entry !== undefined ? { ...result, entry } : result
  }
  const evidence = draft.evidence.map(
    ({ sequence, refused }): Evidence => ({ sequence: placed(sequence), refused, foundAt: now }),
  )
  const outcomes = draft.outcomes.map((outcome) => () => outcome().map(placeResult))
  return { records, evidence, outcomes, size, encoded: draft.encoded }
}

/** What answers the calls once all is durable. */
export function answersOf({ outcomes }: Draft, calls: readonly AppendCall[]): readonly (() => void)[] {
  return calls.map(({ resolve, reject }, at) => () => {
    try {
      resolve(outcomes[at]?.() ?? [])
    } catch (error) {
      reject(error)
    }
  })
}

function placeRecord(record: StoredRecord, placed: (sequence: number) => number, storedAt: number): StoredRecord {
  const { task, signingInput, kid, entry } = record
  const sequence = placed(record.sequence)
  const parents = entry.parents.map((parent) =>
    Object.freeze({ taskId: parent.taskId, sequence: placed(parent.sequence) }),
  )
  const moved: LedgerEntry = { ...entry, sequence, parents: Object.freeze(parents), storedAt }
  return Object.freeze({ task, sequence, signingInput, kid, entry: Object.freeze(moved) })
}
