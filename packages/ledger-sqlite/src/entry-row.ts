import { formatParents, type StoredRecord } from '@wimse-ect/ledger/durable'
import type { IndexKeys } from './index-keys.ts'
import type { KeyFilter } from './key-filter.ts'
import type { EntryRow } from './writer/rows.ts'

/**
 * The row of a record that is going to be written.
 *
 * @param keys of its identifiers in the indexes
 * @param filter learns them
 */
export function entryRow({ task, entry }: StoredRecord, keys: IndexKeys, filter: KeyFilter): EntryRow {
  const { sequence, compact, verifiedAt, storedAt } = entry
  const { taskId, workflowId, tokenId, agent } = task
  const [taskKey, tokenKey] = [keys.task(taskId), keys.token(agent, tokenId)]
  filter.add(taskKey)
  filter.add(tokenKey)
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
    taskKey,
    keys.workflow(workflowId),
    tokenKey,
  ]
}
