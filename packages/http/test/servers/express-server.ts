import { createServer } from 'node:http'
import compression from 'compression'
import express, { type ErrorRequestHandler } from 'express'
import { executionContext, executionOf } from '../../src/node/express.ts'
import { deeds } from '../deeds.ts'
import { listen, type TestServer } from './server.ts'

export const expressServer: TestServer = {
  name: 'Express',
  hasTrailers: true,
  hasCompression: true,
  serve(options, { compression: withCompression = false } = {}) {
    const app = express()
    if (withCompression) app.use(compression())
    app.use(executionContext(options))
    app.use(express.json())
    app.all('/{*path}', async (request, response) => {
      const url = new URL(request.originalUrl, 'http://localhost')
      const answer = await deeds[url.pathname]?.(executionOf(request), url)
      if (answer === undefined) return response.sendStatus(404)
      const { status = 200, type, body } = answer
      response.status(status).set('content-type', type)
      if (typeof body === 'string') return response.send(body)
      for await (const chunk of body) response.write(chunk)
      return response.end()
    })
    const onError: ErrorRequestHandler = (_error, _request, response, _next) => {
      if (response.headersSent) response.destroy()
      else response.status(500).send('failed')
    }
    app.use(onError)
    return listen(createServer(app))
  },
}
