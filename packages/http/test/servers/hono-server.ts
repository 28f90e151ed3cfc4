import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { compress } from 'hono/compress'
import { type ExecutionVariables, executionContext } from '../../src/hono.ts'
import { deeds } from '../deeds.ts'
import { webStream } from '../web-stream.ts'
import { listen, type TestServer } from './server.ts'

export const honoServer: TestServer = {
  name: 'Hono',
  hasTrailers: false,
  hasCompression: true,
  serve(options, { compression = false } = {}) {
    const app = new Hono<{ Variables: ExecutionVariables }>()
    if (compression) app.use(compress({ threshold: 0 }))
    app.use(executionContext(options))
    app.onError((_error, c) => c.text('failed', 500))
    app.all('*', async (c) => {
      const url = new URL(c.req.url)
      const answer = await deeds[url.pathname]?.(c.get('execution'), url)
      if (answer === undefined) return c.notFound()
      const { status = 200, type, body } = answer
      const content = typeof body === 'string' ? body : webStream(body)
      return new Response(status === 204 ? null : content, { status, headers: { 'content-type': type } })
    })
    const listener = getRequestListener(app.fetch)
    return listen(createServer((request, response) => void listener(request, response)))
  },
}
