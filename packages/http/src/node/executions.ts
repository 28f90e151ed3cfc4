import type { IncomingMessage } from 'node:http'
import type { Execution } from '../execution.ts'
import type { PendingChild } from '../pending-child.ts'

const children = new WeakMap<IncomingMessage, PendingChild>()

/** Keeps the child of a request for as long as there is the request. */
export function keepChild(request: IncomingMessage, child: PendingChild): void {
  children.set(request, child)
}

/** The child of a request that was accepted. */
export function childOf(request: IncomingMessage): PendingChild | undefined {
  return children.get(request)
}

/**
 * The verified tokens of a request, and the right to issue its child.
 *
 * @throws TypeError when the request did not pass the middleware: what is not verified must not look like no parents
 */
export function executionOf(request: IncomingMessage): Execution {
  const child = children.get(request)
  if (child === undefined) throw new TypeError('this request did not pass executionContext')
  return child.execution
}
