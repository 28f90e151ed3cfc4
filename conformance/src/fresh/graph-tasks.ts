/** Random tasks, few enough in their ids that they meet each other. */
import type { Members } from '../generate/json-text.ts'
import type { Random } from './random.ts'
import type { GraphTask } from './task-graph.ts'
import { inSomeCase, uuid } from './texts.ts'

/** From where a task takes its ids. */
export interface Pool {
  readonly ids: readonly string[]
  /** `undefined` stands for no workflow. */
  readonly workflows: readonly (string | undefined)[]
  readonly start: number
}

const words = ['compensation', 'rollback', 'remediation', 'human_review']
const actions = [
  'review_spec',
  'compensationx',
  'Rollback_release',
  'my_rollback',
  'rollback release',
  ...words,
  ...['_', '-', '.', ':', '/'].map((separator, at) => `${words[at % words.length]}${separator}x`),
]

/** Makes a pool. With `mixed`, some of its tasks have a workflow and some have none. */
export function makePool(random: Random, mixed: boolean): Pool {
  const workflows = [uuid(random).toLowerCase(), uuid(random).toLowerCase()]
  return {
    ids: Array.from({ length: 6 }, () => uuid(random).toLowerCase()),
    workflows: mixed ? [...workflows, undefined] : [random.pick([workflows[0], undefined])],
    start: random.between(1_000_000_000, 4_000_000_000),
  }
}

/** Makes a task. Its parents are mostly among `known`. */
export function makeTask(random: Random, pool: Pool, known: readonly GraphTask[]): GraphTask {
  const ids = known.length > 0 && random.chance(80) ? known.map(({ id }) => id) : pool.ids
  const count = random.pick([0, 1, 1, 2, 3])
  return {
    id: random.pick(pool.ids),
    workflow: random.pick(pool.workflows),
    parents: [...new Set(Array.from({ length: count }, () => random.pick(ids)))],
    issuedAt: pool.start + random.pick([0, 29, 30, 31, 60, 61, random.int(100)]),
    decision: random.pick(['approved', 'approved', 'approved', 'rejected', 'pending_human_review']),
    action: random.pick(actions),
    compensates: random.chance(15),
  }
}

/** The claims of a task. Ids are written in some case, which must not matter. */
export function claimsOf(random: Random, task: GraphTask): Members {
  const written = (id: string): string => (random.chance(20) ? inSomeCase(random, id) : id)
  return {
    tid: written(task.id),
    wid: task.workflow === undefined ? undefined : written(task.workflow),
    par: task.parents.map(written),
    iat: task.issuedAt,
    exec_act: task.action,
    pol_decision: task.decision,
    compensation_required: task.compensates ? true : random.pick([undefined, false]),
    compensation_reason: task.compensates ? 'it was withdrawn' : undefined,
    pol_timestamp: undefined,
  }
}
