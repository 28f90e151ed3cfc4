import type { EctError, TaskRecord } from '@wimse-ect/claims'
import { arrivals, inOrder, isFromLedger } from './arrivals.ts'
import { recordsOnCycles } from './cycles.ts'
import { type DagOptions, dagSettings } from './dag-options.ts'
import { buildGraph } from './graph.ts'
import { judge } from './rules.ts'
import { TaskIndex } from './task-index.ts'

/** Something wrong with a recorded task. */
export interface GraphIssue {
  readonly record: TaskRecord
  /** As `admit` would have thrown it. */
  readonly error: EctError
}

/**
 * Judges a whole graph or ledger by the rules of {@link admit} and collects everything that breaks one.
 *
 * Records of a ledger are judged in the order of their sequences, each by the earlier ones, so that exactly the entries
 * that should have been refused are found. Records without sequences may come in any order; which of two with one task
 * id came first is unknown then, so both are reported. Linear time, no recursion, no limit on ancestors.
 *
 * @returns the issues in the order of the records and, for one record, in the order of the rules; empty when all fits
 * @throws TypeError when only some of the records have a sequence, and for options out of range
 */
export function inspect(records: Iterable<TaskRecord>, options?: DagOptions): readonly GraphIssue[] {
  const settings = dagSettings(options)
  const ordered = inOrder(records)
  // Edges to earlier records alone cannot close a cycle.
  const cyclic = isFromLedger(ordered[0]) ? undefined : recordsOnCycles(buildGraph(ordered, settings))
  const issues: GraphIssue[] = []
  const before = new TaskIndex()
  for (const { record, links } of arrivals(ordered, before, settings.crossWorkflowParents)) {
    const ancestry = () => (cyclic?.has(record) ? 'cyclic' : 'acyclic')
    judge({ task: record.task, record, links, before, ancestry, settings }, (error) => issues.push({ record, error }))
  }
  return issues
}
