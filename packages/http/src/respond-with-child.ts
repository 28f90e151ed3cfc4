import { executionContextField } from '@wimse-ect/claims'
import { contentDigest } from './content-digest.ts'
import type { ExecutionContext } from './execution-context.ts'
import { holdBody } from './hold-body.ts'
import type { RequestFacts } from './options.ts'
import type { PendingChild } from './pending-child.ts'
import { problemResponse } from './problem.ts'

/** Where a response comes from. */
export interface ResponseOrigin {
  readonly context: ExecutionContext
  readonly request: RequestFacts
  /** Default 1,048,576. */
  readonly maxHeldBytes?: number | undefined
}

const defaultMaxHeldBytes = 1_048_576

/**
 * The response as it is to be sent.
 *
 * A body that ends within `maxHeldBytes` is hashed before the headers go, and the child goes with them. A longer one,
 * and one that is marked as streamed, is hashed while it is sent; its child is issued when the client has taken the last
 * byte, and goes to `record`. When the client stops reading, or the body breaks off, there is no child.
 */
export async function respondWithChild(
  response: Response,
  child: PendingChild,
  origin: ResponseOrigin,
): Promise<Response> {
  if (!child.isPossible) return response
  const { status, body } = response
  const { context, request, maxHeldBytes = defaultMaxHeldBytes } = origin
  const streamed = body !== null && (child.isStreamed() || isMarkedAsStream(response.headers))
  if (streamed) return sameHead(response, watched(body, status, child, origin))
  if (!child.isDue(status)) return response

  const held = hasContent(request.method, status) ? await holdBody(body, maxHeldBytes) : undefined
  if (held !== undefined && !held.isWhole) return sameHead(response, watched(held.body, status, child, origin))
  try {
    const value = await child.issueOver(held?.bytes)
    const whole = sameHead(response, body === null || held === undefined ? null : held.bytes)
    whole.headers.set(executionContextField, value)
    return whole
  } catch (error) {
    return problemResponse(context.fail(error, request))
  }
}

/** False where HTTP sends no content, whatever the handler returned. */
export function hasContent(method: string, status: number): boolean {
  return method !== 'HEAD' && status !== 204 && status !== 304
}

function isMarkedAsStream(headers: Headers): boolean {
  const type = headers.get('content-type') ?? ''
  return headers.has('transfer-encoding') || type.startsWith('text/event-stream')
}

function sameHead({ status, statusText, headers }: Response, body: BodyInit | null): Response {
  return new Response(body, { status, statusText, headers })
}

/** The body, hashed as the client takes it. */
function watched(
  body: ReadableStream<Uint8Array>,
  status: number,
  child: PendingChild,
  { context, request }: ResponseOrigin,
): ReadableStream<Uint8Array> {
  const digest = contentDigest()
  const reader = body.getReader()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const next = await reader.read()
        if (!next.done) {
          digest.update(next.value)
          controller.enqueue(next.value)
          return
        }
        try {
          if (child.isDue(status)) await child.issueStreamed(digest.value())
        } catch (error) {
          context.fail(error, request)
        }
        controller.close()
      },
      async cancel(reason) {
        child.withdraw()
        await reader.cancel(reason)
      },
    },
    // Nothing is taken ahead of the client, else the child would speak of bytes that were never asked for.
    { highWaterMark: 0 },
  )
}
