import type { SQLOutputValue } from 'node:sqlite'
import type { Task } from '@wimse-ect/claims'
import type { Row } from '../reader/columns.ts'
import type { DatabaseReader } from '../reader/database-reader.ts'
import { storedId } from '../stored-id.ts'
import { readToken } from '../stored-record.ts'
import type { StoredId } from '../writer/rows.ts'
import { storedIn } from './entry-rows.ts'
import type { LedgerIssue } from './issue.ts'

/** Checks one row against its token and against the entries before it: the token is the record [LEDGER-TOKEN-IS-RECORD]. */
export function* checkEntry(row: Row, reader: DatabaseReader): Generator<LedgerIssue> {
  const stored = storedIn(row)
  const sequence = typeof row.sequence === 'number' ? row.sequence : undefined
  const task = stored && taskIn(stored.compact, reader)
  if (stored === undefined || task === undefined) {
    yield { kind: 'token', sequence }
    return
  }
  for (const [column, expected] of Object.entries(indexesOf(task, reader))) {
    if (!isSame(row[column], expected)) yield { kind: 'index', sequence, path: column }
  }
  yield* checkParents(stored, task, reader)
  if (wasRecordedBefore(task, stored.sequence, reader)) yield { kind: 'task', sequence }
}

function taskIn(compact: string, reader: DatabaseReader): Task | undefined {
  try {
    return readToken(compact, reader.ids).task
  } catch {
    return undefined
  }
}

function indexesOf(task: Task, { ids }: DatabaseReader): Readonly<Record<string, StoredId | null | undefined>> {
  return {
    task_id: storedId(task.taskId, ids),
    workflow_id: task.workflowId === undefined ? null : storedId(task.workflowId, ids),
    token_id: storedId(task.tokenId, ids),
    agent_name: task.agent,
  }
}

function* checkParents(
  { sequence, parents }: { sequence: number; parents: readonly number[] },
  task: Task,
  reader: DatabaseReader,
): Generator<LedgerIssue> {
  if (parents.length !== task.parents.length) {
    yield { kind: 'parents', sequence }
    return
  }
  for (const [at, parent] of parents.entries()) {
    const [row] = reader.rows('SELECT task_id FROM entry WHERE sequence = ?', parent)
    const named = storedId(task.parents[at] ?? '', reader.ids)
    if (parent >= sequence || !isSame(row?.task_id, named)) yield { kind: 'parents', sequence, path: `par[${at}]` }
  }
}

/** True when an earlier entry claims the same task in the same scope [LEDGER-TASK-SCOPE]. */
function wasRecordedBefore(task: Task, sequence: number, reader: DatabaseReader): boolean {
  const id = storedId(task.taskId, reader.ids) ?? ''
  const earlier = 'SELECT 1 FROM entry WHERE task_id = ? AND sequence < ?'
  if (task.workflowId === undefined) return reader.rows(`${earlier} LIMIT 1`, id, sequence).length > 0
  return [null, storedId(task.workflowId, reader.ids) ?? ''].some(
    (workflow) => reader.rows(`${earlier} AND workflow_id IS ? LIMIT 1`, id, sequence, workflow).length > 0,
  )
}

function isSame(found: SQLOutputValue | undefined, expected: StoredId | null | undefined): boolean {
  if (found instanceof Uint8Array && expected instanceof Uint8Array) return Buffer.compare(found, expected) === 0
  return found !== undefined && found === expected
}
