import { type PolicyDecision, type TaskRecord, topologicalOrder } from 'wimse-ect'
import { shortName } from './identities.ts'
import { Surprise } from './surprise.ts'

/** A task that must have been done, by names for its parents, since task ids are new in each run. */
export interface ExpectedTask {
  readonly name: string
  readonly agent: string
  readonly action: string
  readonly decision: PolicyDecision
  readonly parents: readonly string[]
}

/**
 * Compares tasks with what was expected: each expected one exactly once, under its parents, and no other.
 *
 * @returns the records by the names of the expected tasks
 * @throws Surprise that names what is missing or was not expected
 */
export function checkTasks(
  records: Iterable<TaskRecord>,
  expected: readonly ExpectedTask[],
): ReadonlyMap<string, TaskRecord> {
  const found = new Map<string, TaskRecord>()
  const nameOf = new Map<string, string>()
  for (const record of topologicalOrder(records)) {
    const { taskId, agent, action, decision, parents } = record.task
    const parentNames = parents.map((parent) => nameOf.get(parent))
    const match = expected.find(
      (task) =>
        !found.has(task.name) &&
        task.agent === agent &&
        task.action === action &&
        task.decision === decision &&
        task.parents.length === parents.length &&
        task.parents.every((name) => parentNames.includes(name)),
    )
    if (match === undefined) {
      throw new Surprise(
        `unexpected task: ${action} by ${shortName(agent)}, ${decision}, after ${parentNames.join(' and ') || 'nothing'}`,
      )
    }
    found.set(match.name, record)
    nameOf.set(taskId, match.name)
  }
  const missing = expected.filter(({ name }) => !found.has(name)).map(({ name }) => name)
  if (missing.length > 0) throw new Surprise(`tasks that were not done: ${missing.join(', ')}`)
  return found
}
