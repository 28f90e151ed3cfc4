import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Execution } from '../execution.ts'
import { createExecutionContext } from '../execution-context.ts'
import type { ExecutionContextOptions } from '../options.ts'
import { acceptRequest } from './accept-request.ts'
import { incomingMessage } from './incoming-message.ts'
import { sendProblem } from './send-problem.ts'

/** Answers a request whose tokens were verified. */
export type ExecutionListener = (request: IncomingMessage, response: ServerResponse, execution: Execution) => unknown

/**
 * Makes a listener for `node:http`: `createServer(executionContext(options, handler))`. It verifies the tokens of a
 * request before your handler is called, and issues the child that your handler announces.
 *
 * What your handler throws goes to `onFailure`. There is no child then; the client is answered with 500, or cut off when
 * the headers had gone.
 *
 * @throws TypeError for options of a wrong type
 */
export function executionContext(options: ExecutionContextOptions, handler: ExecutionListener): RequestListener {
  const context = createExecutionContext(options)

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const child = await acceptRequest(context, request, response)
    if (child === undefined) return
    try {
      await handler(request, response, child.execution)
    } catch (error) {
      const problem = context.fail(error, incomingMessage(request))
      // A response that was ended already is what it is.
      if (response.writableEnded) return
      child.withdraw()
      if (response.headersSent) response.destroy()
      else sendProblem(response, problem)
    }
  }

  return (request, response) => {
    answer(request, response).catch(() => response.destroy())
  }
}
