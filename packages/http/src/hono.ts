import type { MiddlewareHandler } from 'hono'
import type { Execution } from './execution.ts'
import { createExecutionContext } from './execution-context.ts'
import { incomingRequest } from './fetch-handler.ts'
import type { ExecutionContextOptions } from './options.ts'
import { problemResponse } from './problem.ts'
import { respondWithChild } from './respond-with-child.ts'

/** The variables that the middleware sets: `c.get('execution')`. */
export interface ExecutionVariables {
  execution: Execution
}

/**
 * Middleware for Hono: verifies the tokens of a request, gives the handler `c.get('execution')`, and attaches the child
 * that the handler announces.
 *
 * What is hashed is the body as it comes out of what was mounted after this. Mount `compress()` before: the digest is
 * then of what a `fetch` client reads.
 *
 * @throws TypeError for options of a wrong type
 */
export function executionContext(
  options: ExecutionContextOptions,
): MiddlewareHandler<{ Variables: ExecutionVariables }> {
  const context = createExecutionContext(options)
  return async (c, next) => {
    const request = incomingRequest(c.req.raw)
    const reception = await context.receive(request)
    if ('refusal' in reception) return problemResponse(reception.refusal)
    const { child } = reception
    c.set('execution', child.execution)
    await next()
    // An error handler may have answered with any status.
    if (c.error !== undefined) child.withdraw()
    const { maxHeldBytes } = options
    const response = await respondWithChild(c.res, child, { context, request, maxHeldBytes })
    // Without this Hono adds the headers of the old response to those of the new one.
    if (response !== c.res) c.res = undefined
    c.res = response
    return undefined
  }
}
