import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ContentDigest } from '../content-digest.ts'
import type { ExecutionContext } from '../execution-context.ts'
import type { RequestFacts } from '../options.ts'
import type { PendingChild } from '../pending-child.ts'
import { hasContent } from '../respond-with-child.ts'

/** A response whose bytes have been written. */
export interface StreamedResponse {
  readonly response: ServerResponse
  readonly child: PendingChild
  readonly digest: ContentDigest
  readonly context: ExecutionContext
  readonly facts: RequestFacts
}

/**
 * Issues the child of a streamed response before its end, to tell the task id in a trailer. Never rejects.
 *
 * @returns the task id; `undefined` when there is no child: none was announced, the connection is gone, or it failed
 */
export async function issueBeforeEnd(streamed: StreamedResponse): Promise<string | undefined> {
  await drained(streamed.response)
  return isGone(streamed.response) ? undefined : issue(streamed)
}

/** Has the child of a streamed response issued when all of it was handed to the system, which may never be. */
export function issueAfterEnd(streamed: StreamedResponse): void {
  const { response } = streamed
  response.once('finish', () => {
    // Now: later it is gone in any case.
    if (!isGone(response)) void issue(streamed)
  })
}

async function issue({ response, child, digest, context, facts }: StreamedResponse): Promise<string | undefined> {
  try {
    if (!child.isDue(response.statusCode)) return undefined
    const outHash = hasContent(facts.method, response.statusCode) ? digest.value() : undefined
    return (await child.issueStreamed(outHash)).taskId
  } catch (error) {
    context.fail(error, facts)
    return undefined
  }
}

/** True once nobody can be sent anything more. */
export function isGone(response: ServerResponse): boolean {
  // The response itself forgets its socket, and Node 20 says that it finished when the connection was destroyed.
  return response.destroyed || response.req.socket.destroyed
}

/**
 * True when the client said that it reads trailers (`TE: trailers`), over a version of HTTP that has them. Others would
 * drop the field unread.
 */
export function acceptsTrailers({ headers, httpVersion }: IncomingMessage): boolean {
  const codings = [headers.te ?? ''].flat().join(',').split(',')
  return httpVersion === '1.1' && codings.some((coding) => coding.trim().toLowerCase() === 'trailers')
}

/** Resolves when the connection has room again, or is closed. */
function drained({ socket }: ServerResponse): Promise<void> {
  if (socket?.writableNeedDrain !== true) return Promise.resolve()
  return new Promise((resolve) => {
    const done = (): void => {
      socket.off('drain', done)
      socket.off('close', done)
      resolve()
    }
    socket.on('drain', done)
    socket.on('close', done)
  })
}
