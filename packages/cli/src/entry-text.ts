import type { IdKind } from '@wimse-ect/claims'
import type { LedgerEntry } from '@wimse-ect/ledger'
import { readToken } from '@wimse-ect/ledger/durable'
import { jsonLine, printable } from './printable.ts'

/** An entry as a line of JSON, in the form in which the ledger service gives it. */
export function entryJson(entry: LedgerEntry, ids: IdKind): string {
  const { compact, sequence, taskId, workflowId, agent, action, parents, ...times } = entry
  const { decision } = readToken(compact, ids).task
  return jsonLine({ sequence, taskId, workflowId, agent, action, decision, parents, ...times, token: compact })
}

/** An entry as one line for people. */
export function entryLine(entry: LedgerEntry, ids: IdKind): string {
  const { sequence, taskId, agent, action, storedAt, compact } = entry
  const { decision = '-' } = readToken(compact, ids).task
  return [String(sequence).padStart(7), timeText(storedAt), taskId, decision, printable(action), printable(agent)].join(
    '  ',
  )
}

/** An entry as several lines for people. */
export function entryText(entry: LedgerEntry, ids: IdKind): string {
  const { task } = readToken(entry.compact, ids)
  const members = {
    entry: entry.sequence,
    task: entry.taskId,
    workflow: entry.workflowId,
    agent: entry.agent,
    action: entry.action,
    policy: task.policy,
    decision: task.decision,
    parents: entry.parents.map(({ taskId, sequence }) => `${taskId} (entry ${sequence})`).join(', ') || undefined,
    issued: timeText(task.issuedAt),
    stored: timeText(entry.storedAt),
    late: entry.latenessSeconds === 0 ? undefined : `${entry.latenessSeconds} s`,
    token: entry.compact,
  }
  const shown = Object.entries(members).filter(([, value]) => value !== undefined)
  return shown.map(([name, value]) => `${name.padEnd(9)} ${printable(String(value))}`).join('\n')
}

function timeText(seconds: number): string {
  const time = new Date(seconds * 1000)
  return Number.isNaN(time.getTime()) ? String(seconds) : time.toISOString().replace('.000', '')
}
