import { executionContext } from '@wimse-ect/http/hono'
import { decodeEct } from 'wimse-ect'
import { type Agent, createAgent } from './agent.ts'
import { type AgentContext, createAgentApp } from './agent-app.ts'
import { recordAt } from './ledger-client.ts'
import { log, logError } from './log.ts'
import { createWorkload } from './workload.ts'

/**
 * Starts an agent of the life cycle in this process.
 *
 * Beside `POST /tasks` it offers `GET /issued`: the tokens it issued in this run, for a ledger that is filled later.
 *
 * @param work does one task: takes a request, whose tokens were verified, and answers with what it did
 * @param fromCustomers true when requests need no token
 */
export async function startAgent(
  id: string,
  work: (request: AgentContext, agent: Agent) => Promise<Response>,
  { fromCustomers = false }: { readonly fromCustomers?: boolean } = {},
): Promise<void> {
  let issued: string[] = []
  const workload = await createWorkload(id, () => {
    issued = []
  })
  const { issuer, verifier } = workload

  async function record({ token }: { readonly token: string }): Promise<void> {
    issued.push(token)
    if (workload.ledgerUrl !== undefined) await recordAt(workload.ledgerUrl, token)
    const { exec_act, pol_decision } = decodeEct(token).payload
    log({ event: 'did', text: `${exec_act} ${pol_decision}` })
  }
  const agent = createAgent(workload, record)

  const app = createAgentApp()
  const hooks = { record, onRefusal: logError, onFailure: logError }
  app.use('/tasks', executionContext({ verifier, issuer, required: !fromCustomers, ...hooks }))
  app.post('/tasks', (request) => work(request, agent))
  app.get('/issued', (request) => request.json(issued))
  await workload.serve(app)
}
