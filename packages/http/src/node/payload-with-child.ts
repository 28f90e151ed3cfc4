import { pipeline, Transform } from 'node:stream'
import { executionContextField } from '@wimse-ect/claims'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { type ContentDigest, contentDigest } from '../content-digest.ts'
import type { ExecutionContext } from '../execution-context.ts'
import { executionTaskField } from '../field-names.ts'
import type { PendingChild } from '../pending-child.ts'
import { hasContent, respondWithChild } from '../respond-with-child.ts'
import { incomingMessage } from './incoming-message.ts'
import { acceptsTrailers, isGone, issueAfterEnd, issueBeforeEnd } from './issue-streamed.ts'
import { ownChunk, toBytes } from './response-arguments.ts'

/** Where a payload belongs. */
export interface PayloadOrigin {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly child: PendingChild
  readonly context: ExecutionContext
  readonly maxHeldBytes?: number | undefined
}

/**
 * The payload as Fastify is to send it, in its `onSend` hook. Text and bytes are hashed here and the child becomes a
 * header; a stream is hashed as it passes, and its child is issued after its last byte.
 */
export async function payloadWithChild(payload: unknown, origin: PayloadOrigin): Promise<unknown> {
  const { request, reply, child, context, maxHeldBytes } = origin
  if (!child.isPossible) return payload
  const facts = incomingMessage(request.raw)
  if (payload instanceof Response) {
    return respondWithChild(payload, child, { context, request: facts, maxHeldBytes })
  }
  if (isNodeStream(payload) || isWebStream(payload)) {
    const digest = contentDigest()
    issueAfterwards(digest, origin)
    return isWebStream(payload) ? hashedWebStream(payload, digest) : hashedStream(payload, digest)
  }
  if (!child.isDue(reply.statusCode) || isGone(reply.raw)) return payload
  try {
    const sent = ownChunk(payload)
    const body = hasContent(facts.method, reply.statusCode) ? toBytes(sent, 'utf8') : undefined
    reply.header(executionContextField, await child.issueOver(body))
    return sent
  } catch (error) {
    const { status, headers, body } = context.fail(error, facts)
    for (const name of Object.keys(reply.getHeaders())) reply.removeHeader(name)
    reply.code(status).headers(headers)
    return body
  }
}

function isNodeStream(payload: unknown): payload is NodeJS.ReadableStream {
  return typeof payload === 'object' && payload !== null && 'pipe' in payload && typeof payload.pipe === 'function'
}

function isWebStream(payload: unknown): payload is ReadableStream<Uint8Array> {
  return payload instanceof ReadableStream
}

function hashedStream(payload: NodeJS.ReadableStream, digest: ContentDigest): Transform {
  const hashing = new Transform({
    transform(chunk: unknown, encoding, done) {
      digest.update(toBytes(chunk, encoding))
      done(null, chunk)
    },
  })
  // Fastify reports an error of either end, which reaches it through the stream that it sends.
  return pipeline(payload, hashing, () => {})
}

function hashedWebStream(payload: ReadableStream<Uint8Array>, digest: ContentDigest): ReadableStream<Uint8Array> {
  return payload.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        digest.update(chunk)
        controller.enqueue(chunk)
      },
    }),
  )
}

/** Has the child issued after the last byte: before the end where the client reads trailers, else after it. */
function issueAfterwards(digest: ContentDigest, { request, reply, child, context }: PayloadOrigin): void {
  const facts = incomingMessage(request.raw)
  const streamed = { response: reply.raw, child, digest, context, facts }
  const takesTrailer = acceptsTrailers(request.raw) && hasContent(facts.method, reply.statusCode)
  if (!takesTrailer || reply.hasHeader('content-length')) {
    issueAfterEnd(streamed)
    return
  }
  reply.trailer(executionTaskField, async () => {
    const taskId = await issueBeforeEnd(streamed)
    // Fastify leaves the field out then.
    if (taskId === undefined) throw new Error('there is no child')
    return taskId
  })
}
