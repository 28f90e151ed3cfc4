import { formatParents, type StoredRecord } from '@wimse-ect/ledger/durable'
import type { IndexKeys } from './index-keys.ts'
import type { EntryRow } from './writer/rows.ts'

/**
 * The row of a record.
 *
 * @param keys of its identifiers in the indexes
 */
export function entryRow({ task, entry }: StoredRecord, keys: IndexKeys): EntryRow {
  const { sequence, compact, verifiedAt, storedAt } = entry
  const { taskId, workflowId, tokenId, agent } = task
  return [
    sequence,
    compact,
    verifiedAt,
    storedAt,
    formatParents(entry),
    taskId,
    workflowId ?? null,
    tokenId,
    agent,
    keys.task(taskId),
    keys.workflow(workflowId),
    keys.token(agent, tokenId),
  ]
}
