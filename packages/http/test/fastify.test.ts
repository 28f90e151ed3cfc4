import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { contentHash } from '@wimse-ect/claims'
import fastify, { type FastifyInstance } from 'fastify'
import { describe, expect, it } from 'vitest'
import type { IssuedToken } from '../src/index.ts'
import { executionContext, executionOf } from '../src/node/fastify.ts'
import { childIn, only } from './bobs-server.ts'
import { alice, aliceToken, bob, verifierOf } from './cast.ts'
import { task } from './deeds.ts'
import { send } from './exchange.ts'
import { listen } from './servers/server.ts'

/** Bob's instance, which answers every GET with what the handler returns after announcing a child. */
async function serve(
  handler: (app: FastifyInstance) => unknown,
  recorded: IssuedToken[] = [],
  setup: (app: FastifyInstance) => void = () => {},
): Promise<string> {
  const app = fastify()
  const options = { verifier: verifierOf(bob), issuer: { id: bob.id, key: bob.key } }
  await app.register(executionContext({ ...options, record: (child) => recorded.push(child) }))
  setup(app)
  app.get('/', async (request) => {
    executionOf(request).issueChild(task)
    return handler(app)
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  return listen(app.server)
}

const withToken = async (more = {}) => ({ headers: { 'execution-context': await aliceToken(), ...more } })

describe('Fastify', () => {
  it.each<[string, () => unknown]>([
    ['an object', () => ({ made: true })],
    ['bytes', () => Buffer.from('made')],
    ['a Response', () => new Response('made', { status: 201 })],
  ])('%s as payload goes with its child', async (_, payload) => {
    const recorded: IssuedToken[] = []
    const { headers, body } = await send(await serve(payload, recorded), await withToken())
    const child = await childIn(headers['execution-context'])
    expect([child.task.outputHash, only(recorded).token]).toEqual([await contentHash(body), child.compact])
  })

  it('[CLAIM-HASH-RAW] the bytes that were hashed are sent, also when their buffer is used again', async () => {
    const buffer = Buffer.from('made')
    const url = await serve(
      () => buffer,
      [],
      // What uses the buffer again comes while the child is being made.
      (app) => app.addHook('onSend', async () => void setImmediate(() => buffer.fill('x'))),
    )
    const { headers, body } = await send(url, await withToken())
    expect((await childIn(headers['execution-context'])).task.outputHash).toBe(await contentHash(body))
  })

  it.each<[string, () => unknown]>([
    ['a web stream', () => new Blob(['made of bytes']).stream()],
    ['a file', () => createReadStream(join(import.meta.dirname, '../package.json'))],
    [
      'a Response that is an event stream',
      () => new Response('data: made\n\n', { headers: { 'content-type': 'text/event-stream' } }),
    ],
  ])('%s as payload is hashed as it passes', async (_, payload) => {
    for (const te of [{}, { te: 'trailers' }]) {
      const recorded: IssuedToken[] = []
      const { headers, body } = await send(await serve(payload, recorded), await withToken(te))
      expect(headers['execution-context']).toBeUndefined()
      await expect.poll(() => recorded).toHaveLength(1)
      const child = await verifierOf(alice).verify(only(recorded).token)
      expect(child.task.outputHash).toBe(await contentHash(body))
    }
  })

  it('a file that is not there is an error like any other, without child', async () => {
    const recorded: IssuedToken[] = []
    const url = await serve(() => createReadStream('/nowhere'), recorded)
    const { status, headers } = await send(url, await withToken())
    expect([status, headers['execution-context'], recorded]).toEqual([500, undefined, []])
  })

  it('an error handler that answers with 200 has no child', async () => {
    const recorded: IssuedToken[] = []
    const failing = () => Promise.reject(new Error('s3cr3t'))
    const url = await serve(failing, recorded, (app) =>
      app.setErrorHandler((_, __, reply) => reply.code(200).send('sorry')),
    )
    const { status, headers } = await send(url, await withToken())
    expect([status, headers['execution-context'], recorded]).toEqual([200, undefined, []])
  })

  it('holds for routes that do not exist, and may be registered twice', async () => {
    const again = executionContext({ verifier: { verifyAll: async () => ({ subjects: [], supporting: [] }) } })
    const url = await serve(
      () => 'made',
      [],
      (app) => void app.register(again),
    )
    expect((await send(`${url}/elsewhere`)).status).toBe(400)
    expect((await send(`${url}/elsewhere`, await withToken())).status).toBe(404)
  })

  it('a request that did not pass it has no execution', () => {
    expect(() => Reflect.apply(executionOf, undefined, [{ raw: {} }])).toThrow(TypeError)
  })
})
