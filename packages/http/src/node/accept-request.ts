import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ExecutionContext } from '../execution-context.ts'
import type { PendingChild } from '../pending-child.ts'
import { keepChild } from './executions.ts'
import { incomingMessage } from './incoming-message.ts'
import { sendProblem } from './send-problem.ts'
import { watchResponse } from './watch-response.ts'

/**
 * Verifies the tokens of a request and has its response watched.
 *
 * @returns the child that may be announced; `undefined` when the request was refused and answered
 */
export async function acceptRequest(
  context: ExecutionContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<PendingChild | undefined> {
  const facts = incomingMessage(request)
  const reception = await context.receive(facts)
  if ('refusal' in reception) {
    sendProblem(response, reception.refusal)
    return undefined
  }
  const { child } = reception
  keepChild(request, child)
  watchResponse({ request, response, child, context, facts })
  return child
}
