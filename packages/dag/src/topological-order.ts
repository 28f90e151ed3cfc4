import { EctError, type TaskRecord } from '@wimse-ect/claims'
import { type GraphSource, graphOf } from './graph.ts'
import { postOrder } from './post-order.ts'

/**
 * Orders tasks so that each stands after all its ancestors. Records that already are in such an order, as those of a
 * ledger are, keep it.
 *
 * @throws EctError `ECT_DAG_CYCLE` when there is no such order; `taskId` is that of a task on a cycle
 * @throws TypeError when only some of the records have a sequence
 */
export function topologicalOrder(source: GraphSource): readonly TaskRecord[] {
  const graph = graphOf(source)
  const order = postOrder(graph)
  const placed = new Set<TaskRecord>()
  for (const record of order) {
    if (!graph.parentsOf(record).every((parent) => placed.has(parent))) {
      throw new EctError('ECT_DAG_CYCLE', { taskId: record.task.taskId })
    }
    placed.add(record)
  }
  return order
}
