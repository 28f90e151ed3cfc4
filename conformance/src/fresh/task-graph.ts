/** Tasks as the rules of the graph see them, and a plain reading of those rules that costs what it costs. */

/** A task. */
export interface GraphTask {
  readonly id: string
  readonly workflow: string | undefined
  readonly parents: readonly string[]
  readonly issuedAt: number
  readonly decision: string
  readonly action: string
  readonly compensates: boolean
}

/** What is judged by. */
export interface GraphOptions {
  /** `ledger`: nothing is walked. `inline`: ancestors are. */
  readonly mode: 'ledger' | 'inline'
  readonly crossWorkflowParents: boolean
  readonly maxAncestors: number
}

/** What becomes of a task: the indexes of its parents, or a code; and the rules that say so. */
export type GraphOutcome = { readonly rules: readonly string[] } & (
  | { readonly parents: readonly number[] }
  | { readonly code: string }
)

/** Thrown for a task of which two rules may speak first: the rules do not say, so nobody is asked. */
export class Undecided extends Error {}

const skew = 30
const remedy = /^(?:compensation|rollback|remediation|human_review)(?:$|[_\-.:/])/

/** Judges a task against the tasks of a store, by the rules of section 6, in their order. */
export function judgeTask(task: GraphTask, store: readonly GraphTask[], options: GraphOptions): GraphOutcome {
  if (task.parents.includes(task.id)) return refused('ECT_DAG_CYCLE', 'DAG-SELF')
  const namesakes = store.filter((other) => other.id === task.id)
  const conflict = namesakes.find((other) => inOneScope(task, other))
  if (conflict !== undefined) {
    const same = conflict.workflow !== undefined && conflict.workflow === task.workflow
    return refused('ECT_DAG_TASK_EXISTS', same ? 'DAG-UNIQUE-WORKFLOW' : 'DAG-UNIQUE-NO-WORKFLOW')
  }
  for (const id of task.parents) {
    const candidates = parentsCalled(id, task, store, options)
    if (candidates.length === 0) return missing(id, store)
    if (candidates.length > 1) return refused('ECT_DAG_PARENT_AMBIGUOUS', ambiguity(task))
  }
  const parents = task.parents.flatMap((id) => parentsCalled(id, task, store, options))
  if (parents.some((parent) => parent.issuedAt > task.issuedAt + skew)) {
    return refused('ECT_DAG_PARENT_TIME', 'DAG-TIME-SKEW', 'DAG-TIME-BOUNDARY')
  }
  const walk = options.mode === 'inline' ? judgeAncestors(task, store, options) : undefined
  if (walk !== undefined) return walk
  const unsettled = parents.some(({ decision }) => decision !== 'approved')
  if (unsettled && !task.compensates && !remedy.test(task.action)) {
    return refused('ECT_DAG_PARENT_POLICY', 'DAG-POLICY-PARENT')
  }
  return { parents: parents.map((parent) => store.indexOf(parent)), rules: rightRules(task, options, unsettled) }
}

/** Whether one id may not name both. */
function inOneScope(one: GraphTask, other: GraphTask): boolean {
  return one.workflow === undefined || other.workflow === undefined || one.workflow === other.workflow
}

/** The tasks that a child may mean by an id. */
function parentsCalled(
  id: string,
  child: GraphTask,
  store: readonly GraphTask[],
  { crossWorkflowParents }: GraphOptions,
): readonly GraphTask[] {
  const all = store.filter((other) => other.id === id)
  if (child.workflow === undefined) return all
  const own = all.filter(({ workflow }) => workflow === child.workflow)
  if (own.length > 0) return own
  const free = all.filter(({ workflow }) => workflow === undefined)
  if (free.length > 0) return free
  return crossWorkflowParents ? all : []
}

function judgeAncestors(task: GraphTask, store: readonly GraphTask[], options: GraphOptions): GraphOutcome | undefined {
  const all = [...store, task]
  const ancestors = new Set<GraphTask>()
  let found = [task]
  while (found.length > 0) {
    const next = found.flatMap((one) => one.parents.flatMap((id) => parentsCalled(id, one, all, options)))
    found = [...new Set(next)].filter((one) => !ancestors.has(one))
    for (const one of found) ancestors.add(one)
  }
  const cyclic = ancestors.delete(task)
  const tooMany = ancestors.size > options.maxAncestors
  if (cyclic && tooMany) throw new Undecided()
  if (cyclic) return refused('ECT_DAG_CYCLE', 'DAG-ACYCLIC')
  return tooMany ? refused('ECT_DAG_LIMIT', 'DAG-LIMIT', 'DAG-LIMIT-REFUSES', 'ATTACK-LIMIT-SILENT') : undefined
}

function refused(code: string, ...rules: readonly string[]): GraphOutcome {
  return { code, rules }
}

function missing(id: string, store: readonly GraphTask[]): GraphOutcome {
  const elsewhere = store.some((other) => other.id === id)
  return refused('ECT_DAG_PARENT_MISSING', elsewhere ? 'DAG-PARENT-OTHER-WORKFLOW' : 'DAG-PARENT-EXISTS')
}

function ambiguity({ workflow }: GraphTask): string {
  return workflow === undefined ? 'DAG-PARENT-AMBIGUOUS' : 'DAG-PARENT-CROSS-SINGLE'
}

function rightRules({ parents }: GraphTask, { mode }: GraphOptions, unsettled: boolean): readonly string[] {
  if (parents.length === 0) return ['CLAIM-PAR-ROOT']
  const walked = mode === 'inline' ? 'DAG-ACYCLIC' : 'DAG-ACYCLIC-LEDGER'
  return ['DAG-PARENT-EXISTS', walked, ...(unsettled ? ['DAG-POLICY-PARENT'] : [])]
}
