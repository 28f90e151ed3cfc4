import type { IncomingMessage, ServerResponse } from 'node:http'
import { createExecutionContext } from '../execution-context.ts'
import type { ExecutionContextOptions } from '../options.ts'
import { acceptRequest } from './accept-request.ts'

export { executionOf } from './executions.ts'

/** Middleware as Express takes it. */
export type ExecutionContextMiddleware = (
  request: IncomingMessage,
  response: ServerResponse,
  next: (error?: unknown) => void,
) => Promise<void>

/**
 * Middleware for Express 5: verifies the tokens of a request before the handlers after it are called, which get them
 * from `executionOf(request)`, and issues the child that a handler announces.
 *
 * What is hashed is what the handlers write. Mount `compression()` before: the digest is then of what a `fetch` client
 * reads. Mount body parsers after: one that reads the body form first leaves no tokens in it.
 *
 * @throws TypeError for options of a wrong type
 */
export function executionContext(options: ExecutionContextOptions): ExecutionContextMiddleware {
  const context = createExecutionContext(options)
  return async (request, response, next) => {
    if ((await acceptRequest(context, request, response)) !== undefined) next()
  }
}
