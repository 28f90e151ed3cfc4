import { randomUUID } from 'node:crypto'
import { type RequestClaims, verifiedTokensOf, withExecutionContext, withIssuedTokens } from '@wimse-ect/http'
import { contentHash, executionContextField, signEct, type VerifiedTokens, writeExecutionContext } from 'wimse-ect'
import type { AgentContext } from './agent-app.ts'
import { AgentRefusal } from './agent-refusal.ts'
import { checkContent } from './check-content.ts'
import { claimsOf, type Deed } from './deed.ts'
import { bodyOf, send } from './http-client.ts'
import { recordAt } from './ledger-client.ts'
import type { DoneTask, ReceivedResult, ReceivedTask, Result } from './result.ts'
import type { Workload } from './workload.ts'

/** What an agent of the life cycle works with. */
export interface Agent {
  /**
   * Takes the work of one agent from a request whose tokens were verified: the ledger, where there is one, has accepted
   * it, and the body is what the token says came out.
   */
  receive(request: AgentContext, from: string): Promise<ReceivedTask>
  /** Takes the work of several agents; the caller checks what the body has to do with their tokens. */
  receiveFromEach(request: AgentContext, from: readonly string[]): Promise<ReceivedResult>
  /** What the token of a task says, for `issueChild`. */
  claims(deed: Deed): Promise<RequestClaims>
  /** Hands over a task that nothing came before: its token is issued with the request. */
  begin(to: string, deed: Deed, output: BodyInit): Promise<ReceivedTask>
  /** Signs and records a task that is not told by one request or one response: its token goes several ways. */
  perform(deed: Deed, parents: readonly Result[], output: Uint8Array<ArrayBuffer>): Promise<Result>
  /** Hands a result to another agent, which may be one of several, and waits for what it did. */
  handOver(to: string, result: Result): Promise<ReceivedTask>
}

/**
 * Makes an agent of a workload.
 *
 * @param record takes each token that it issues
 */
export function createAgent(workload: Workload, record: (issued: { readonly token: string }) => Promise<void>): Agent {
  const { id, issuer, verifier } = workload
  const response = { verifier }

  async function acceptAnswer(answer: Response, from: string): Promise<ReceivedTask> {
    const body = await bodyOf(answer)
    return acceptTask({ ...verifiedTokensOf(answer), body }, from, workload)
  }

  return {
    receive: async (request, from) => acceptTask(await messageOf(request), from, workload),
    receiveFromEach: async (request, from) => accept(await messageOf(request), from, workload),
    claims: (deed) => claimsOf(id, deed),

    async begin(to, deed, output) {
      const claims = { ...(await claimsOf(id, deed)), wid: randomUUID() }
      const sendWithToken = withExecutionContext(send, { issuer, claims, record, response })
      return acceptAnswer(await sendWithToken(workload.tasksOf(to), { method: 'POST', body: output }), to)
    },

    async perform(deed, parents, output) {
      const before = parents.flatMap(({ tokens }) => tokens)
      const done = await signDeed(deed, before, output, workload)
      await record({ token: done.compact })
      return { tokens: [done], parents: before, body: output }
    },

    async handOver(to, { tokens, parents, body }) {
      const sendWithTokens = withIssuedTokens(send, { tokens, parents, response })
      return acceptAnswer(await sendWithTokens(workload.tasksOf(to), { method: 'POST', body }), to)
    },
  }
}

/** A response with a result whose tokens are there already; `issueChild` makes one for the task of a response. */
export function answerWith({ tokens, parents, body }: Result): Response {
  const compacts = [...tokens, ...parents].map(({ compact }) => compact)
  return new Response(body, { headers: { [executionContextField]: writeExecutionContext(compacts) } })
}

/** The bytes of a request's body. */
export async function requestBody({ req }: AgentContext): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await req.arrayBuffer())
}

/** Verified tokens with the body beside which they came. */
interface VerifiedMessage extends VerifiedTokens {
  readonly body: Uint8Array<ArrayBuffer>
}

async function messageOf(request: AgentContext): Promise<VerifiedMessage> {
  return { ...request.get('execution'), body: await requestBody(request) }
}

async function accept(
  { subjects, supporting, body }: VerifiedMessage,
  from: readonly string[],
  { ledgerUrl }: Workload,
): Promise<ReceivedResult> {
  // A genuine token of somebody else is not the work we wait for.
  const agents = subjects.map(({ task }) => task.agent)
  if (agents.length !== from.length || !from.every((agent) => agents.includes(agent))) {
    throw new AgentRefusal('this work comes from other agents')
  }
  // With a ledger nothing is built on a task that it has not accepted.
  if (ledgerUrl !== undefined) for (const { compact } of subjects) await recordAt(ledgerUrl, compact)
  return { tokens: subjects, parents: supporting, body }
}

async function acceptTask(message: VerifiedMessage, from: string, workload: Workload): Promise<ReceivedTask> {
  const result = await accept(message, [from], workload)
  const [token] = result.tokens
  if (token === undefined) throw new AgentRefusal('there is no token')
  await checkContent(token.task.outputHash, result.body)
  return { ...result, token }
}

async function signDeed(
  deed: Deed,
  parents: readonly DoneTask[],
  output: Uint8Array,
  { id, issuer }: Workload,
): Promise<DoneTask> {
  const task = { taskId: randomUUID(), workflowId: parents[0]?.task.workflowId }
  const claims = {
    ...(await claimsOf(id, deed)),
    iss: id,
    tid: task.taskId,
    wid: task.workflowId,
    par: parents.map((parent) => parent.task.taskId),
    out_hash: await contentHash(output),
  }
  return { compact: await signEct(claims, issuer), task }
}
