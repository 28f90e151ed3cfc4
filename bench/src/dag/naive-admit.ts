import type { EctStore, TaskRecord, VerifiedEct } from '@wimse-ect/claims'

/**
 * What one writes first: looks the parents up and then walks all ancestors of the token to see that it is not among
 * them. Returns how many it visited.
 */
export function naiveAdmit({ task }: VerifiedEct, store: EctStore): number {
  const visited = new Set<TaskRecord>()
  const waiting = [...task.parents]
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (id === task.taskId) throw new Error('a cycle')
    const [record] = store.recordsOf(id)
    if (record === undefined) throw new Error('a parent is missing')
    if (visited.has(record)) continue
    visited.add(record)
    waiting.push(...record.task.parents)
  }
  return visited.size
}
