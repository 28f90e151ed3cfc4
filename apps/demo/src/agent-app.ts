import type { ExecutionVariables } from '@wimse-ect/http/hono'
import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { AgentRefusal, agentRefusalProblem } from './agent-refusal.ts'
import { logError } from './log.ts'

/** A web application whose handlers find what was verified in `c.get('execution')`. */
export type AgentApp = Hono<{ Variables: ExecutionVariables }>

/** A request to such an application. */
export type AgentContext = Context<{ Variables: ExecutionVariables }>

const maxBodyBytes = 1_048_576

/**
 * Makes an application as each agent needs it: bodies have a limit, and what a handler throws goes to the log of this
 * process. The peer is told the same about a refusal by the agent as about a token that is refused, and nothing else.
 */
export function createAgentApp(): AgentApp {
  const app: AgentApp = new Hono()
  app.use(bodyLimit({ maxSize: maxBodyBytes, onError: () => problem(tooLarge) }))
  app.onError((error) => {
    logError(error)
    return problem(error instanceof AgentRefusal ? agentRefusalProblem : broken)
  })
  return app
}

const tooLarge = { type: 'about:blank', title: 'Content Too Large', status: 413 }
const broken = { type: 'about:blank', title: 'Internal Server Error', status: 500 }

function problem(details: typeof broken): Response {
  const headers = { 'content-type': 'application/problem+json', 'cache-control': 'no-store' }
  return new Response(JSON.stringify(details), { status: details.status, headers })
}
