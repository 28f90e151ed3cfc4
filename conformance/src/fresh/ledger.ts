import type { LedgerCase, LedgerStep, StepExpect } from '../cases.ts'
import { flipS } from '../generate/sign.ts'
import { claimsOf, makePool, makeTask, type Pool } from './graph-tasks.ts'
import type { Random } from './random.ts'
import { makeRightToken } from './right-token.ts'
import { type Agent, makeScene, type Scene } from './scene.ts'
import { type GraphTask, judgeTask } from './task-graph.ts'
import { uuid } from './texts.ts'
import { writeToken } from './token-draft.ts'

/** A token, and what the ledger looks at. */
interface Submission {
  readonly compact: string
  readonly task: GraphTask
  readonly agent: Agent
  readonly jti: string
  readonly exp: number
}

interface Entry extends Submission {
  readonly parents: readonly number[]
}

/** What is known while the steps are made. */
interface Story {
  readonly scene: Scene
  readonly pool: Pool
  readonly entries: Entry[]
  readonly tried: Submission[]
}

const graphOptions = { mode: 'ledger', crossWorkflowParents: false, maxAncestors: 10_000 } as const

/** Makes a `ledger` case: submissions of which a list kept by hand says what becomes of them. */
export function makeLedgerCase(tcId: number, label: string, random: Random): LedgerCase {
  const pool = makePool(random, true)
  const scene = { ...makeScene(random, label), now: pool.start + 100 }
  const story: Story = { scene, pool, entries: [], tried: [] }
  const rules = new Set<string>()
  const steps = Array.from({ length: random.between(2, 8) }, (): LedgerStep => {
    const { submission, rule } = nextSubmission(random, story)
    const isRetry = story.entries.some(({ compact }) => inputOf(compact) === inputOf(submission.compact))
    const isLate = random.chance(isRetry ? 40 : 10)
    const at = isLate ? submission.exp + random.pick([0, 1, 1000]) : scene.now
    const outcome = judge(submission, at, story)
    for (const name of [...outcome.rules, ...(rule === undefined ? [] : [rule])]) rules.add(name)
    return { submit: submission.compact, at, expect: outcome.expect }
  })
  const refusal = steps.map(({ expect }) => expect).find((expect) => 'code' in expect)
  const { audience, keys, options } = scene
  return {
    tcId,
    comment: 'submissions to a new ledger',
    rules: [...rules],
    flags: [],
    audience,
    keys: { keys },
    options: { ...options, crossWorkflowParents: false, mixedRevisions: false, maxLatenessSeconds: 0 },
    steps,
    ...(refusal === undefined ? { result: 'valid' } : { result: 'invalid', code: refusal.code }),
  }
}

/** The outcome, and the entry when there is a new one. */
function judge(
  submission: Submission,
  at: number,
  { entries }: Story,
): { readonly expect: StepExpect; readonly rules: readonly string[] } {
  const refuse = (code: string, ...rules: readonly string[]) => ({ expect: { code }, rules })
  const { compact, task, agent, jti, exp } = submission
  const first = entries.findIndex((entry) => inputOf(entry.compact) === inputOf(compact))
  if (first >= 0) {
    const parents = entries[first]?.parents ?? []
    return {
      expect: { sequence: first, duplicate: true, parents },
      rules: ['LEDGER-SIGNING-INPUT', 'RECORD-FIRST-ENTRY'],
    }
  }
  if (at >= exp) return refuse('ECT_TIME_EXPIRED', 'VERIFY-EXPIRY-BOUNDARY')
  const isSame = (entry: Entry): boolean => entry.task.id === task.id && entry.task.workflow === task.workflow
  if (entries.some((entry) => isSame(entry) && entry.agent.id === agent.id)) {
    return refuse('ECT_LEDGER_EQUIVOCATION', 'LEDGER-EQUIVOCATION')
  }
  if (entries.some((entry) => entry.agent.id === agent.id && entry.jti === jti)) {
    return refuse('ECT_REPLAY_SEEN', 'LEDGER-JTI-UNIQUE')
  }
  const outcome = judgeTask(
    task,
    entries.map((entry) => entry.task),
    graphOptions,
  )
  if ('code' in outcome) return refuse(outcome.code, ...outcome.rules)
  entries.push({ ...submission, parents: outcome.parents })
  return {
    expect: { sequence: entries.length - 1, parents: outcome.parents },
    rules: ['LEDGER-ORDER', ...outcome.rules],
  }
}

function nextSubmission(random: Random, story: Story): { readonly submission: Submission; readonly rule?: string } {
  const { tried } = story
  const again = tried.length > 0 && random.chance(25) ? random.pick(tried) : undefined
  if (again !== undefined && isClear(again, story)) {
    return random.chance(50)
      ? { submission: again }
      : { submission: { ...again, compact: twin(again.compact) }, rule: 'ENV-SIG-NOT-IDENTITY' }
  }
  for (;;) {
    const submission = random.chance(25) && tried.length > 0 ? related(random, story) : unrelated(random, story)
    if (!isClear(submission, story)) continue
    tried.push(submission)
    return { submission }
  }
}

/**
 * Whether the rules say what becomes of a submission. They do not where the same agent has recorded the task both in a
 * workflow and outside of any: a conflict, but perhaps no equivocation.
 */
function isClear({ task, agent }: Submission, { entries }: Story): boolean {
  const mine = entries.filter((entry) => entry.agent.id === agent.id && entry.task.id === task.id)
  return mine.every((entry) => (entry.task.workflow === undefined) === (task.workflow === undefined))
}

/** A token of any task. */
function unrelated(random: Random, story: Story): Submission {
  const tasks = story.entries.map(({ task }) => task)
  return submit(random, story, makeTask(random, story.pool, tasks), random.pick<Agent>(story.scene.agents))
}

/** A token that meets an earlier one: another one for its task, by the same agent or by another, or with its jti. */
function related(random: Random, story: Story): Submission {
  const { scene, tried, pool } = story
  const other = random.pick(tried)
  const task = { ...makeTask(random, pool, []), id: other.task.id, workflow: other.task.workflow }
  return random.pick<() => Submission>([
    () => submit(random, story, task, other.agent),
    () => submit(random, story, task, random.pick(scene.agents.filter(({ id }) => id !== other.agent.id))),
    () => submit(random, story, { ...task, id: uuid(random).toLowerCase() }, other.agent, other.jti),
  ])()
}

function submit(
  random: Random,
  { scene }: Story,
  task: GraphTask,
  agent: Agent,
  jti: string = uuid(random).toLowerCase(),
): Submission {
  const exp = scene.now + random.pick([1, 60, 600])
  const claims = { ...claimsOf(random, task), jti: random.chance(20) ? jti.toUpperCase() : jti, exp }
  return { compact: writeToken(random, makeRightToken(random, scene, agent, claims)).compact, task, agent, jti, exp }
}

/** The same signing input with the other valid s. */
function twin(compact: string): string {
  const at = compact.lastIndexOf('.') + 1
  const signature = Uint8Array.from(Buffer.from(compact.slice(at), 'base64url'))
  return compact.slice(0, at) + Buffer.from(flipS(signature)).toString('base64url')
}

function inputOf(compact: string): string {
  return compact.slice(0, compact.lastIndexOf('.'))
}
