import { createServer } from 'node:http'
import { executionContext } from '../../src/node/node.ts'
import { deeds } from '../deeds.ts'
import { listen, type TestServer } from './server.ts'

export const nodeServer: TestServer = {
  name: 'node:http',
  hasTrailers: true,
  hasCompression: false,
  serve: (options) =>
    listen(
      createServer(
        executionContext(options, async (request, response, execution) => {
          const url = new URL(request.url ?? '/', 'http://localhost')
          const answer = await deeds[url.pathname]?.(execution, url)
          if (answer === undefined) return response.writeHead(404).end()
          const { status = 200, type, body } = answer
          response.writeHead(status, { 'Content-Type': type })
          if (typeof body === 'string') return response.end(body)
          for await (const chunk of body) response.write(chunk)
          return response.end()
        }),
      ),
    ),
}
