import { executionContextField } from '@wimse-ect/claims'
import type { Execution } from './execution.ts'
import { createExecutionContext } from './execution-context.ts'
import { workloadIdentityField } from './field-names.ts'
import type { ExecutionContextOptions } from './options.ts'
import { problemResponse } from './problem.ts'
import { readBody } from './read-body.ts'
import type { Incoming } from './read-tokens.ts'
import { respondWithChild } from './respond-with-child.ts'

/** Answers a request whose tokens were verified. */
export type ExecutionHandler = (request: Request, execution: Execution) => Response | Promise<Response>

/**
 * Makes a handler of the fetch API that verifies the tokens of a request before yours is called, and attaches the child
 * that yours announces. For workers, Deno, Bun, and whatever else takes a function from `Request` to `Response`.
 *
 * What your handler throws passes, and no child is issued.
 *
 * @throws TypeError for options of a wrong type
 */
export function executionContext(
  options: ExecutionContextOptions,
  handler: ExecutionHandler,
): (request: Request) => Promise<Response> {
  const context = createExecutionContext(options)
  return async (request) => {
    const incoming = incomingRequest(request)
    const reception = await context.receive(incoming)
    if ('refusal' in reception) return problemResponse(reception.refusal)
    const { child } = reception
    const response = await handler(request, child.execution)
    return respondWithChild(response, child, { context, request: incoming, maxHeldBytes: options.maxHeldBytes })
  }
}

/** A request of the fetch API as the core reads it. */
export function incomingRequest({ method, url, headers, body }: Request): Incoming {
  return {
    method,
    path: new URL(url).pathname,
    field: headers.get(executionContextField),
    wit: headers.get(workloadIdentityField),
    contentType: headers.get('content-type'),
    readBody: (maxBytes) => readBody(body, maxBytes),
  }
}
