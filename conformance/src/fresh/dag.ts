import type { DagCase } from '../cases.ts'
import { claimsOf, makePool, makeTask, type Pool } from './graph-tasks.ts'
import type { Random } from './random.ts'
import { makeRightToken } from './right-token.ts'
import { makeScene, type Scene } from './scene.ts'
import { type GraphOptions, type GraphOutcome, type GraphTask, judgeTask, Undecided } from './task-graph.ts'
import { writeToken } from './token-draft.ts'

/** Outcomes that are looked for; a store in which none of them turns up takes what comes. */
const wanted = [
  'valid',
  'valid',
  'ECT_DAG_CYCLE',
  'ECT_DAG_TASK_EXISTS',
  'ECT_DAG_PARENT_MISSING',
  'ECT_DAG_PARENT_AMBIGUOUS',
  'ECT_DAG_PARENT_TIME',
  'ECT_DAG_LIMIT',
  'ECT_DAG_PARENT_POLICY',
]

/** A store and a task that comes to it. */
interface Situation {
  readonly store: readonly GraphTask[]
  readonly task: GraphTask
  readonly outcome: GraphOutcome
}

/** Makes a `dag` case: a random store, and a token whose fate a plain reading of the rules knows. */
export function makeDagCase(tcId: number, label: string, random: Random): DagCase {
  const mode = random.pick(['ledger', 'inline'] as const)
  const options = {
    ids: 'uuid',
    maxParents: 100,
    crossWorkflowParents: random.chance(40),
    maxAncestors: random.pick([10_000, 1, 2, 3]),
  } as const
  const pool = makePool(random, mode === 'ledger')
  const scene = makeScene(random, label)
  const { store, task, outcome } = findSituation(random, pool, { ...options, mode })
  const base = {
    tcId,
    flags: [],
    store: { mode, records: store.map((record) => tokenOf(random, scene, record)) },
    token: tokenOf(random, scene, task),
    audience: scene.audience,
    keys: { keys: scene.keys },
    options: { ...options, revisions: scene.options.revisions, mixedRevisions: false },
  }
  const { rules } = outcome
  return 'code' in outcome
    ? { ...base, comment: `a ${mode} store that refuses`, rules, result: 'invalid', code: outcome.code }
    : { ...base, comment: `a ${mode} store that accepts`, rules, result: 'valid', expect: { parents: outcome.parents } }
}

function findSituation(random: Random, pool: Pool, options: GraphOptions): Situation {
  const goal = random.pick(wanted)
  for (let tries = 0; ; tries++) {
    const store = makeStore(random, pool, options)
    const task = makeTask(random, pool, store)
    const outcome = outcomeOf(task, store, options)
    if (outcome === undefined) continue
    if (tries >= 300 || ('code' in outcome ? outcome.code : 'valid') === goal) return { store, task, outcome }
  }
}

/** `undefined` where the rules leave the outcome open. */
function outcomeOf(task: GraphTask, store: readonly GraphTask[], options: GraphOptions): GraphOutcome | undefined {
  try {
    return judgeTask(task, store, options)
  } catch (error) {
    if (error instanceof Undecided) return undefined
    throw error
  }
}

/** A ledger holds what it accepted; tokens that come along only have to be different tasks. */
function makeStore(random: Random, pool: Pool, options: GraphOptions): GraphTask[] {
  const store: GraphTask[] = []
  for (let count = random.between(1, 7); count > 0; count--) {
    const task = makeTask(random, pool, store)
    const isFree = !store.some(({ id }) => id === task.id)
    const fits = options.mode === 'ledger' ? 'parents' in judgeTask(task, store, options) : isFree
    if (fits) store.push(task)
  }
  return options.mode === 'ledger' ? store : random.shuffled(store)
}

function tokenOf(random: Random, scene: Scene, task: GraphTask): string {
  const at = { ...scene, now: task.issuedAt }
  return writeToken(random, makeRightToken(random, at, random.pick(scene.agents), claimsOf(random, task))).compact
}
