import type { IncomingMessage } from 'node:http'
import { executionContextMediaType } from '@wimse-ect/claims'
import type { FastifyPluginCallback } from 'fastify'
import type { Execution } from '../execution.ts'
import { createExecutionContext } from '../execution-context.ts'
import type { ExecutionContextOptions } from '../options.ts'
import { childOf, executionOf as executionOfMessage, keepChild } from './executions.ts'
import { incomingMessage } from './incoming-message.ts'
import { payloadWithChild } from './payload-with-child.ts'

/**
 * Plugin for Fastify 5: verifies the tokens of a request before its body is read, gives them to handlers as
 * `executionOf(request)`, and issues the child that a handler announces. It holds for the whole instance that registers
 * it, not only for itself.
 *
 * What is hashed is the payload as this plugin's `onSend` hook finds it. Register it before `@fastify/compress`: the
 * digest is then of what a `fetch` client reads. What goes around Fastify (`reply.raw`, `reply.hijack`) has no child.
 *
 * @throws TypeError for options of a wrong type
 */
export function executionContext(options: ExecutionContextOptions): FastifyPluginCallback {
  const context = createExecutionContext(options)
  const plugin: FastifyPluginCallback = (app, _options, done) => {
    // The body form was read before Fastify asks for its parser.
    if (!app.hasContentTypeParser(executionContextMediaType)) {
      app.addContentTypeParser(executionContextMediaType, (_request, _payload, parsed) => parsed(null, undefined))
    }
    app.addHook('onRequest', async (request, reply) => {
      const reception = await context.receive(incomingMessage(request.raw))
      if ('child' in reception) return keepChild(request.raw, reception.child)
      const { status, headers, body } = reception.refusal
      if (status === 413) reply.header('connection', 'close')
      return reply.code(status).headers(headers).send(body)
    })
    // An error handler may answer with any status.
    app.addHook('onError', async (request) => childOf(request.raw)?.withdraw())
    app.addHook('onSend', async (request, reply, payload) => {
      const child = childOf(request.raw)
      if (child === undefined) return payload
      return payloadWithChild(payload, { request, reply, child, context, maxHeldBytes: options.maxHeldBytes })
    })
    done()
  }
  // Fastify's way of saying that the hooks are for the instance around the plugin.
  return Object.assign(plugin, { [Symbol.for('skip-override')]: true })
}

/**
 * The verified tokens of a request, and the right to issue its child.
 *
 * @throws TypeError when the request did not pass the plugin: what is not verified must not look like no parents
 */
export function executionOf(request: { readonly raw: IncomingMessage }): Execution {
  return executionOfMessage(request.raw)
}
