import { idNameOf, type Task } from '@wimse-ect/claims'
import { tryReadToken } from '../stored-record.ts'
import type { EntryIndexes, FoundEntry, FoundLedger, FoundPage } from './found-ledger.ts'
import type { LedgerIssue } from './issue.ts'

/**
 * Checks one entry against its token and against the entries before it: the token is the record
 * [LEDGER-TOKEN-IS-RECORD].
 */
export async function* checkEntry(
  entry: FoundEntry,
  page: FoundPage,
  ledger: FoundLedger,
): AsyncGenerator<LedgerIssue> {
  const { sequence, stored } = entry
  const task = stored && tryReadToken(stored.compact, ledger.founding.ids)?.task
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
  for (const earlier of page.earlierInScope(entry)) {
    if (!(await mayNameTask(task, earlier, ledger))) continue
    yield { kind: 'task', sequence }
    return
  }
}

/**
 * False for an entry whose id is of the other kind: a `tid` and a `jti` of one text are two tasks [REVISION-TASK-ID].
 * The columns do not say of which kind an id is.
 */
async function mayNameTask(task: Task, sequence: number, ledger: FoundLedger): Promise<boolean> {
  const [compact = ''] = await ledger.tokens(sequence, sequence + 1)
  const other = tryReadToken(compact, ledger.founding.ids)?.task
  return other === undefined || idNameOf(other) === idNameOf(task)
}

const columns: readonly (keyof EntryIndexes)[] = ['task_id', 'workflow_id', 'token_id', 'agent']

function indexesOf({ taskId, workflowId, tokenId, agent }: Task): EntryIndexes {
  return { task_id: taskId, workflow_id: workflowId ?? null, token_id: tokenId, agent }
}
