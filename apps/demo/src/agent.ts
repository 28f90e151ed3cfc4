import { matchesContentHash, type VerifiedEct } from 'wimse-ect'
import { AgentRefusal } from './agent-refusal.ts'
import { type Deed, type OwnTask, performDeed } from './deed.ts'
import { recordAt } from './ledger-client.ts'
import { jsonMessage, type Message } from './message.ts'
import { post } from './post.ts'
import { startWorkload, type Workload } from './workload.ts'

/** What an agent of the life cycle works with. */
export interface Agent {
  /**
   * Takes work from one agent: its token is verified, judged by the ledger where there is one, and the body is what the
   * token says came out.
   */
  receive(message: Message, from: string): Promise<VerifiedEct>
  /** Takes one token from each of several agents; the caller checks what the body has to do with them. */
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

function makeAgent(workload: Workload, issued: string[]): Agent {
  return {
    async receive(message, from) {
      const [token] = await takeTokens(workload, message, [from])
      if (token === undefined) throw new AgentRefusal('there is no token')
      await checkContent(token.task.outputHash, message.body)
      return token
    },

    receiveFromEach: (message, from) => takeTokens(workload, message, from),

    async perform(deed) {
      const task = await performDeed(workload, deed)
      issued.push(task.compact)
      return task
    },

    handOver: (to, work) => post(workload.tasksOf(to), work),
  }
}

async function takeTokens(
  { verifier, ledgerUrl }: Workload,
  message: Message,
  from: readonly string[],
): Promise<readonly VerifiedEct[]> {
  // Every token is verified, the parents that came along too [HTTP-ALL-VERIFIED].
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
