import { leafHash, type RightEdge } from '@wimse-ect/ledger'
import type { JudgedBatch, StoredRecord } from '@wimse-ect/ledger/durable'
import { grownTiles } from './tile-rows.ts'
import type { Batch, CheckpointRow, EntryRow } from './writer/rows.ts'

/**
 * Everything that the transaction of a batch writes.
 *
 * @param edge grows by the new leaves
 * @param readTile a tile row as it is so far
 */
export function writtenBatch(
  { records, evidence }: JudgedBatch,
  edge: RightEdge,
  checkpoint: CheckpointRow | undefined,
  readTile: (id: number) => Uint8Array | undefined,
): Batch {
  const nodes = records.flatMap(({ entry }) => edge.append(leafHash(entry.compact)))
  return { entries: records.map(entryRow), tiles: grownTiles(nodes, readTile), evidence, checkpoint }
}

/** The row of a record. */
export function entryRow({ task, entry }: StoredRecord): EntryRow {
  const { sequence, compact, verifiedAt, storedAt, parents } = entry
  return {
    sequence,
    token: compact,
    verifiedAt,
    storedAt,
    parents: parents.length === 0 ? null : JSON.stringify(parents.map((parent) => parent.sequence)),
    taskId: task.taskId,
    workflowId: task.workflowId,
    tokenId: task.tokenId,
    agent: task.agent,
  }
}
