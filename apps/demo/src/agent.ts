import { randomUUID } from 'node:crypto'
import {
  type ClaimsToSign,
  contentHash,
  matchesContentHash,
  type PolicyDecision,
  signEct,
  type Task,
  type VerifiedEct,
} from 'wimse-ect'
import { AgentRefusal } from './agent-refusal.ts'
import { identities } from './identities.ts'
import { recordAt } from './ledger-client.ts'
import { log } from './log.ts'
import { jsonMessage, type Message } from './message.ts'
import { post } from './post.ts'
import { startWorkload, type Workload } from './workload.ts'

/** A task that was done: one of our own, or a verified token. */
export interface DoneTask {
  readonly compact: string
  readonly task: Pick<Task, 'taskId' | 'workflowId'>
}

/** A task of our own as it is handed on: its token with those of its direct parents, and its output. */
export interface OwnTask extends DoneTask, Message {}

/** What an agent says about its work; the other claims are the same for all agents. */
export interface Deed {
  readonly action: string
  readonly policy: string
  /** Default `approved`. */
  readonly decision?: PolicyDecision
  /** Whom the token is for, beside the ledger. */
  readonly audience: readonly string[]
  readonly parents: readonly DoneTask[]
  readonly input: Uint8Array
  readonly output: Uint8Array
  /** Further claims. */
  readonly more?: Partial<ClaimsToSign<'execution-context-00'>>
}

/** What an agent of the life cycle works with. */
export interface Agent {
  /**
   * Takes work from one agent: its token is verified, judged by the ledger where there is one, and the body is what the
   * token says came out.
   */
  receive(message: Message, from: string): Promise<VerifiedEct>
  /** Takes one token from each of several agents; what the body is to them is for the caller to check. */
  receiveFromEach(message: Message, from: readonly string[]): Promise<readonly VerifiedEct[]>
  /** Signs what was done and, where there is a ledger, records it. */
  perform(deed: Deed): Promise<OwnTask>
  /** Hands work to another agent and waits for what it did. */
  handOver(to: string, work: Message): Promise<Message>
}

/**
 * Starts an agent of the life cycle in this process.
 *
 * Beside `POST /tasks` it offers `GET /issued`: the tokens it signed in this run, for a ledger that is filled later.
 *
 * @param work does one task: takes a request and returns what it did
 */
export async function startAgent(
  id: string,
  work: (request: Message, agent: Agent) => Promise<Message>,
): Promise<void> {
  let issued: string[] = []
  const routes = {
    'POST /tasks': (request: Message, workload: Workload) => work(request, makeAgent(workload, issued)),
    'GET /issued': async () => jsonMessage(issued),
  }
  await startWorkload(id, routes, () => {
    issued = []
  })
}

/** Refuses bytes that are not those a verified token speaks of. */
export async function checkContent(hash: string | undefined, bytes: Uint8Array): Promise<void> {
  if (hash === undefined || !(await matchesContentHash(hash, bytes))) {
    throw new AgentRefusal('the body is not what the token speaks of')
  }
}

function makeAgent({ id, key, verifier, ledgerUrl, tasksOf }: Workload, issued: string[]): Agent {
  async function receiveFromEach(message: Message, from: readonly string[]): Promise<readonly VerifiedEct[]> {
    // Every token is verified, the parents that came along too: nobody can invent a history.
    const { subjects } = await verifier.verifyAll(message.tokens)
    // A genuine token of somebody else is not the work we wait for.
    const agents = subjects.map(({ task }) => task.agent)
    if (agents.length !== from.length || !from.every((agent) => agents.includes(agent))) {
      throw new AgentRefusal('this work comes from other agents')
    }
    // With a ledger nothing is built on a task that it has not accepted.
    if (ledgerUrl !== undefined) for (const { compact } of subjects) await recordAt(ledgerUrl, compact)
    return subjects
  }

  return {
    receiveFromEach,

    async receive(message, from) {
      const [token] = await receiveFromEach(message, [from])
      if (token === undefined) throw new AgentRefusal('there is no token')
      await checkContent(token.task.outputHash, message.body)
      return token
    },

    async perform(deed) {
      const task = { taskId: randomUUID(), workflowId: deed.parents[0]?.task.workflowId ?? randomUUID() }
      const compact = await signEct(
        {
          iss: id,
          aud: [...deed.audience, identities.ledger],
          tid: task.taskId,
          wid: task.workflowId,
          exec_act: deed.action,
          par: deed.parents.map((parent) => parent.task.taskId),
          pol: deed.policy,
          pol_decision: deed.decision ?? 'approved',
          pol_enforcer: id,
          inp_hash: await contentHash(deed.input),
          out_hash: await contentHash(deed.output),
          regulated_domain: 'medtech',
          ...deed.more,
        },
        { key },
      )
      if (ledgerUrl !== undefined) await recordAt(ledgerUrl, compact)
      issued.push(compact)
      log({ event: 'did', text: `${deed.action} ${deed.decision ?? 'approved'}` })
      return { compact, task, tokens: [compact, ...deed.parents.map((parent) => parent.compact)], body: deed.output }
    },

    handOver: (to, work) => post(tasksOf(to), work),
  }
}
