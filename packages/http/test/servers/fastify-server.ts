import { Readable } from 'node:stream'
import compress from '@fastify/compress'
import fastify from 'fastify'
import { executionContext, executionOf } from '../../src/node/fastify.ts'
import { deeds } from '../deeds.ts'
import { listen, type TestServer } from './server.ts'

export const fastifyServer: TestServer = {
  name: 'Fastify',
  hasTrailers: true,
  hasCompression: true,
  async serve(options, { compression = false } = {}) {
    const app = fastify()
    await app.register(executionContext(options))
    if (compression) await app.register(compress, { threshold: 0 })
    app.all('/*', async (request, reply) => {
      const url = new URL(request.url, 'http://localhost')
      const answer = await deeds[url.pathname]?.(executionOf(request), url)
      if (answer === undefined) return reply.callNotFound()
      const { status = 200, type, body } = answer
      const payload = typeof body === 'string' ? body : Readable.from(body, { objectMode: false })
      return reply.code(status).type(type).send(payload)
    })
    await app.listen({ port: 0, host: '127.0.0.1' })
    return listen(app.server)
  },
}
