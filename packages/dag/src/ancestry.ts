import type { EctStore, Task, TaskRecord } from '@wimse-ect/claims'
import type { DagSettings } from './dag-options.ts'
import type { Ancestry } from './rules.ts'
import { parentCandidates } from './scope.ts'
import type { TaskLookup } from './task-index.ts'

/**
 * Says whether a task that enters a store would be its own ancestor [DAG-ACYCLIC].
 *
 * A store that takes parents first cannot hold an ancestor that names a task which is not there yet, so nothing is read
 * [DAG-ACYCLIC-LEDGER]. Any other is walked, each record once [DAG-LIMIT] and without recursion [DAG-WALK-ITERATIVE],
 * so that neither diamonds, nor depth, nor a cycle among the records themselves can use up time or stack. An ancestor
 * the store does not hold ends its branch [DAG-INLINE-ABSENT]; where an id is ambiguous, every candidate is followed.
 */
export function ancestryOf(task: Task, store: EctStore, settings: DagSettings): Ancestry {
  if (store.parentsFirst) return 'acyclic'
  // The task is looked up like any record: what an ancestor means by its id is for the scope rules to say.
  const start: TaskRecord = { task, sequence: undefined }
  const lookup = withRecord(store, start)
  const seen = new Set<TaskRecord>()
  const open = [start]
  for (let record = open.pop(); record !== undefined; record = open.pop()) {
    for (const parentId of record.task.parents) {
      for (const parent of parentCandidates(record.task, parentId, lookup, settings.crossWorkflowParents)) {
        if (parent === start) return 'cyclic'
        if (seen.has(parent)) continue
        // Never 'acyclic': at its limit the check must not pass silently [ATTACK-LIMIT-SILENT].
        if (seen.size === settings.maxAncestors) return 'unknown'
        seen.add(parent)
        open.push(parent)
      }
    }
  }
  return 'acyclic'
}

/** A store as it would be with one more record. */
function withRecord(store: EctStore, record: TaskRecord): TaskLookup {
  const { taskId, workflowId } = record.task
  return {
    recordsOf: (id) => (id === taskId ? [...store.recordsOf(id), record] : store.recordsOf(id)),
    recordsIn: (id, workflow, asking) =>
      id === taskId && workflow === workflowId
        ? [...store.recordsIn(id, workflow, asking), record]
        : store.recordsIn(id, workflow, asking),
  }
}
