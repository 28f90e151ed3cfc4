import type { IdKind, Task } from '@wimse-ect/claims'
import { type Hash, leafHash, maxEntryBytes } from '../../merkle/tree-hash.ts'
import { tryReadToken } from '../stored-record.ts'
import type { CheckedEntry, EntryIndexes, FoundEntry } from './found-ledger.ts'
import type { LedgerIssue } from './issue.ts'

/**
 * Checks one entry against its token and against the parents that it names: the token is the record
 * [LEDGER-TOKEN-IS-RECORD]. Nothing of it depends on which entries were checked before, so that any thread can do it.
 *
 * @param taskIdAt the task id column of an entry
 */
export function checkEntry(
  { sequence, stored, indexes }: FoundEntry,
  ids: IdKind,
  taskIdAt: (sequence: number) => string | null | undefined,
): CheckedEntry {
  const leaf = stored && leafOf(stored.compact)
  const task = stored && tryReadToken(stored.compact, ids)?.task
  if (stored === undefined || task === undefined) {
    return { sequence, leaf, isTask: false, issues: [{ kind: 'token', sequence }] }
  }
  const issues: LedgerIssue[] = []
  const expected = indexesOf(task)
  for (const path of columns) {
    if (indexes[path] !== expected[path]) issues.push({ kind: 'index', sequence, path })
  }
  if (stored.parents.length !== task.parents.length) issues.push({ kind: 'parents', sequence })
  else {
    for (const [at, parent] of stored.parents.entries()) {
      const isParent = parent < stored.sequence && taskIdAt(parent) === task.parents[at]
      if (!isParent) issues.push({ kind: 'parents', sequence, path: `par[${at}]` })
    }
  }
  return { sequence, leaf, isTask: true, issues }
}

const columns: readonly (keyof EntryIndexes)[] = ['task_id', 'workflow_id', 'token_id', 'agent']

function indexesOf({ taskId, workflowId, tokenId, agent }: Task): EntryIndexes {
  return { task_id: taskId, workflow_id: workflowId ?? null, token_id: tokenId, agent }
}

function leafOf(token: string): Hash | undefined {
  return isTooLong(token) ? undefined : leafHash(token)
}

/** In UTF-8, where a character of a string takes three bytes at most: mostly nothing has to be encoded to be sure. */
function isTooLong(token: string): boolean {
  return token.length * 3 > maxEntryBytes && new TextEncoder().encode(token).length > maxEntryBytes
}
