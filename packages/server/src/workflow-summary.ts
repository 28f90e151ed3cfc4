import type { IdKind, PolicyDecision } from '@wimse-ect/claims'
import type { LedgerEntry } from '@wimse-ect/ledger'
import { readToken } from '@wimse-ect/ledger/durable'

/** What is known of a workflow without reading its entries. */
export interface WorkflowSummary {
  readonly workflowId: string
  tasks: number
  /** In the order in which they came; at most {@link maxNames} of each. */
  readonly agents: Set<string>
  readonly actions: Set<string>
  readonly decisions: Map<PolicyDecision, number>
  /** Seconds since 1970: when the ledger took in the first and the last entry. */
  readonly firstAt: number
  lastAt: number
  readonly firstSequence: number
  lastSequence: number
}

/** A workflow as the service lists it. */
export interface WorkflowJson {
  readonly workflowId: string
  readonly tasks: number
  readonly agents: readonly string[]
  readonly actions: readonly string[]
  readonly decisions: Readonly<Record<string, number>>
  readonly firstAt: number
  readonly lastAt: number
  readonly firstSequence: number
  readonly lastSequence: number
}

/** Different agents, and different actions, that are remembered of one workflow: memory is bounded, whoever writes. */
const maxNames = 64
const shownActions = 8

/** The summary of a workflow whose first entry this is; {@link addEntry} takes in that one too. */
export function newSummary(workflowId: string, { storedAt, sequence }: LedgerEntry): WorkflowSummary {
  return {
    workflowId,
    tasks: 0,
    agents: new Set(),
    actions: new Set(),
    decisions: new Map(),
    firstAt: storedAt,
    lastAt: storedAt,
    firstSequence: sequence,
    lastSequence: sequence,
  }
}

/** Takes an entry into account; entries come in order of sequence. */
export function addEntry(summary: WorkflowSummary, entry: LedgerEntry, ids: IdKind): void {
  const { decision } = readToken(entry.compact, ids).task
  summary.tasks += 1
  summary.lastAt = entry.storedAt
  summary.lastSequence = entry.sequence
  if (summary.agents.size < maxNames) summary.agents.add(entry.agent)
  if (summary.actions.size < maxNames) summary.actions.add(entry.action)
  if (decision !== undefined) summary.decisions.set(decision, (summary.decisions.get(decision) ?? 0) + 1)
}

export function summaryJson(summary: WorkflowSummary): WorkflowJson {
  const { agents, actions, decisions, ...rest } = summary
  return {
    ...rest,
    agents: [...agents],
    actions: [...actions].slice(0, shownActions),
    decisions: Object.fromEntries(decisions),
  }
}
