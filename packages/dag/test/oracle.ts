// The rules DAG-... once more, naive and recursive, with nothing in common with the sources: filters instead of
// indexes, paths instead of marks. Right by being short; useless beyond a few tasks.
import type { Task } from '@wimse-ect/claims'

/** Code and path of one error. */
export type Verdict = readonly [code: string, path: string | undefined]

/** How the oracle sees what came before. */
export interface World {
  readonly before: readonly Task[]
  /** Whether the walk over ancestors is due. */
  readonly walk: boolean
  readonly crossWorkflowParents: boolean
}

/** The tasks a parent id may stand for. */
export function meant(child: Task, parentId: string, { before, crossWorkflowParents }: World): readonly Task[] {
  const named = before.filter((other) => other.taskId === parentId)
  if (child.workflowId === undefined) return named
  const own = named.filter((other) => other.workflowId === child.workflowId)
  const free = named.filter((other) => other.workflowId === undefined)
  const foreign = crossWorkflowParents ? named : []
  return [own, free, foreign].find((scope) => scope.length > 0) ?? []
}

/** Every ancestor, by every path; a path ends where it would repeat itself. */
export function allAncestors(task: Task, parentsOf: (task: Task) => readonly Task[]): ReadonlySet<Task> {
  const found = new Set<Task>()
  const climb = (from: Task, path: readonly Task[]): void => {
    for (const parent of parentsOf(from)) {
      found.add(parent)
      if (!path.includes(parent)) climb(parent, [...path, parent])
    }
  }
  climb(task, [task])
  return found
}

/** All errors of a task that is not among `before`, in the order of the rules. */
export function verdicts(task: Task, world: World): readonly Verdict[] {
  const { before, walk } = world
  const errors: Verdict[] = []
  const perParent = (code: (parentId: string, parent: Task | undefined) => string | undefined): void => {
    task.parents.forEach((parentId, index) => {
      const candidates = meant(task, parentId, world)
      const found = code(parentId, candidates.length === 1 ? candidates[0] : undefined)
      if (found !== undefined) errors.push([found, `par[${index}]`])
    })
  }
  perParent((parentId) => (parentId === task.taskId ? 'ECT_DAG_CYCLE' : undefined))
  if (before.some((other) => conflicts(task, other))) errors.push(['ECT_DAG_TASK_EXISTS', undefined])
  perParent((parentId) => {
    const count = meant(task, parentId, world).length
    return count === 1 ? undefined : count === 0 ? 'ECT_DAG_PARENT_MISSING' : 'ECT_DAG_PARENT_AMBIGUOUS'
  })
  perParent((_, parent) => (parent && parent.issuedAt - task.issuedAt > 30 ? 'ECT_DAG_PARENT_TIME' : undefined))
  const withTask = { ...world, before: [...before, task] }
  const everyReading = (of: Task): readonly Task[] => of.parents.flatMap((parentId) => meant(of, parentId, withTask))
  if (walk && allAncestors(task, everyReading).has(task)) errors.push(['ECT_DAG_CYCLE', undefined])
  perParent((_, parent) =>
    parent && parent.decision !== 'approved' && !task.compensation ? 'ECT_DAG_PARENT_POLICY' : undefined,
  )
  return errors
}

function conflicts(task: Task, other: Task): boolean {
  if (task.taskId !== other.taskId) return false
  return task.workflowId === other.workflowId || task.workflowId === undefined || other.workflowId === undefined
}
