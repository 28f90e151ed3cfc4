import type { IdKind } from '@wimse-ect/claims'
import { type Hash, leafHash } from '@wimse-ect/ledger'
import { formatParents, type StoredRecord } from '@wimse-ect/ledger/durable'
import { binaryArray } from './binary-array.ts'
import { encodeIds } from './stored-id.ts'

/**
 * New entries as they are sent, a list for each column. Nothing in it depends on where in the log they go, so that most
 * of what a client has to compute for a batch is done before the lock is held.
 */
export interface EncodedEntries {
  readonly leaves: readonly Hash[]
  readonly verifiedAt: Buffer
  readonly taskIds: Buffer
  readonly workflowIds: Buffer
  readonly tokenIds: Buffer
  /** Of an entry with one parent, which the batch adds too, the parent's place in the batch. */
  readonly onlyParents: Buffer
  /** Of all others the parents' sequences; of one that the batch adds, -1 less its place in the batch. */
  readonly parents: Buffer
  readonly tokens: Buffer
}

/** @param size the sequence of the first record; a parent from there on is one of the batch */
export function encodeEntries(records: readonly StoredRecord[], size: number, ids: IdKind): EncodedEntries {
  const onlyParents = records.map(({ entry: { parents } }) => {
    const [parent] = parents
    return parents.length === 1 && parent !== undefined && parent.sequence >= size ? parent.sequence - size : null
  })
  const relative = (sequence: number): number => (sequence < size ? sequence : -1 - (sequence - size))
  const parentsAt = ({ entry }: StoredRecord, at: number): string | null => {
    if (onlyParents[at] !== null) return null
    return formatParents({ parents: entry.parents.map((each) => ({ ...each, sequence: relative(each.sequence) })) })
  }
  return {
    leaves: records.map(({ entry }) => leafHash(entry.compact)),
    verifiedAt: binaryArray.int8(records.map(({ entry }) => entry.verifiedAt)),
    taskIds: encodeIds(
      records.map(({ task }) => task.taskId),
      ids,
    ),
    workflowIds: encodeIds(
      records.map(({ task }) => task.workflowId ?? null),
      ids,
    ),
    tokenIds: encodeIds(
      records.map(({ task }) => task.tokenId),
      ids,
    ),
    onlyParents: binaryArray.int4(onlyParents),
    parents: binaryArray.ascii(records.map(parentsAt)),
    tokens: binaryArray.ascii(records.map(({ entry }) => entry.compact)),
  }
}
