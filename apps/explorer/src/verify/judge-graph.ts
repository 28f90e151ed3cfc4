import { canonicalIdentifier, EctError, type TaskRecord, type VerifiedEct } from '@wimse-ect/claims'
import { buildGraph, inspect } from '@wimse-ect/dag'
import type { Entry } from '../service/entry.ts'
import type { Workflow } from '../service/ledger-source.ts'

/**
 * Judges how the verified tokens of a workflow hang together, by the rules of the graph, and whether the entries say
 * about their tokens what the tokens say [LEDGER-TOKEN-IS-RECORD]. Only verified tokens count as parents
 * [DAG-PARENT-VERIFIED].
 *
 * @param tokens the verified ones by sequence
 * @param crossWorkflowParents whether a task of another workflow may be a parent
 * @returns what is wrong, by sequence
 */
export function judgeGraph(
  workflow: Workflow,
  tokens: ReadonlyMap<number, VerifiedEct>,
  crossWorkflowParents: boolean,
): ReadonlyMap<number, readonly EctError[]> {
  const { entries, outside } = workflow
  const records: TaskRecord[] = []
  for (const { sequence } of [...outside, ...entries]) {
    const token = tokens.get(sequence)
    if (token !== undefined) records.push({ task: token.task, sequence })
  }
  const issues = new Map<number, EctError[]>()
  const add = (sequence: number | undefined, error: EctError): void => {
    if (sequence !== undefined) issues.set(sequence, [...(issues.get(sequence) ?? []), error])
  }
  const inside = new Set(entries.map(({ sequence }) => sequence))
  for (const { record, error } of inspect(records, { crossWorkflowParents, mixedRevisions: true })) {
    // Parents of other workflows were loaded without their own parents.
    if (record.sequence !== undefined && inside.has(record.sequence)) add(record.sequence, error)
  }
  const graph = buildGraph(records, { crossWorkflowParents })
  const byId = new Map(records.map((record) => [record.sequence, record]))
  for (const entry of entries) {
    const record = byId.get(entry.sequence)
    if (record === undefined) continue
    const parents = graph.parentsOf(record).map(({ sequence }) => sequence)
    const path = mismatch(entry, record, parents) ?? strayFrom(workflow, record)
    // With a parent missing the references cannot agree, and that is said already.
    if (path !== undefined && !issues.has(entry.sequence))
      add(entry.sequence, new EctError('ECT_LEDGER_DAMAGED', { path }))
  }
  return issues
}

/** The first member in which an entry says something else than its token. */
function mismatch(entry: Entry, { task }: TaskRecord, parents: readonly (number | undefined)[]): string | undefined {
  if (entry.taskId !== task.taskId) return 'taskId'
  if (entry.workflowId !== task.workflowId) return 'workflowId'
  if (entry.agent !== task.agent) return 'agent'
  if (entry.action !== task.action) return 'action'
  if (entry.decision !== task.decision) return 'decision'
  const said = entry.parents.map(({ sequence }) => sequence)
  const agree = said.length === parents.length && said.every((sequence, at) => sequence === parents[at])
  return agree ? undefined : 'parents'
}

/** A task that was put into the answer about a workflow that is not its own. */
function strayFrom({ workflowId, log }: Workflow, { task }: TaskRecord): 'workflowId' | undefined {
  return task.workflowId === canonicalIdentifier(workflowId, log.ids) ? undefined : 'workflowId'
}
