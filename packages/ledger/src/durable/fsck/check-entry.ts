import type { IdKind, Task } from '@wimse-ect/claims'
import { tryReadToken } from '../stored-record.ts'
import type { EntryIndexes, FoundEntry, FoundPage } from './found-ledger.ts'
import type { LedgerIssue } from './issue.ts'

/**
 * Checks one entry against its token and against the entries before it: the token is the record
 * [LEDGER-TOKEN-IS-RECORD].
 */
export function* checkEntry(entry: FoundEntry, page: FoundPage, ids: IdKind): Generator<LedgerIssue> {
  const { sequence, stored } = entry
  const task = stored && tryReadToken(stored.compact, ids)?.task
  if (stored === undefined || task === undefined) {
    yield { kind: 'token', sequence }
    return
  }
  const expected = indexesOf(task)
  for (const path of columns) {
    if (entry.indexes[path] !== expected[path]) yield { kind: 'index', sequence, path }
  }
  if (stored.parents.length !== task.parents.length) yield { kind: 'parents', sequence }
  else {
    for (const [at, parent] of stored.parents.entries()) {
      const isParent = parent < stored.sequence && page.taskIdAt(parent) === task.parents[at]
      if (!isParent) yield { kind: 'parents', sequence, path: `par[${at}]` }
    }
  }
  if (page.isRepeated(entry)) yield { kind: 'task', sequence }
}

const columns: readonly (keyof EntryIndexes)[] = ['task_id', 'workflow_id', 'token_id', 'agent']

function indexesOf({ taskId, workflowId, tokenId, agent }: Task): EntryIndexes {
  return { task_id: taskId, workflow_id: workflowId ?? null, token_id: tokenId, agent }
}
