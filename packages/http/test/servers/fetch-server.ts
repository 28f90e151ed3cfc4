import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { executionContext } from '../../src/index.ts'
import { deeds } from '../deeds.ts'
import { chunksOf, webStream } from '../web-stream.ts'
import { listen, type TestServer } from './server.ts'

/** The fetch core behind a bridge of a few lines. */
export const fetchServer: TestServer = {
  name: 'fetch',
  hasTrailers: false,
  hasCompression: false,
  serve(options) {
    const handle = executionContext(options, async (request, execution) => {
      const url = new URL(request.url)
      const answer = await deeds[url.pathname]?.(execution, url)
      if (answer === undefined) return new Response(null, { status: 404 })
      const { status = 200, type, body } = answer
      const content = typeof body === 'string' ? body : webStream(body)
      return new Response(status === 204 ? null : content, { status, headers: { 'content-type': type } })
    })
    return listen(createServer((request, response) => void bridge(handle, request, response)))
  },
}

async function bridge(
  handle: (request: Request) => Promise<Response>,
  message: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { status, headers, body } = await handle(toRequest(message)).catch(
    () => new Response('failed', { status: 500 }),
  )
  if (!message.complete) response.setHeader('connection', 'close')
  response.writeHead(status, Object.fromEntries(headers))
  if (body === null) response.end()
  // What breaks off ends the connection.
  else await pipeline(chunksOf(body), response).catch(() => {})
}

function toRequest(message: IncomingMessage): Request {
  const { method = 'GET', url = '/' } = message
  const headers = new Headers()
  for (let at = 0; at < message.rawHeaders.length; at += 2) {
    headers.append(message.rawHeaders[at] ?? '', message.rawHeaders[at + 1] ?? '')
  }
  const hasBody = method !== 'GET' && method !== 'HEAD'
  const init = { method, headers, duplex: 'half', body: hasBody ? webStream(uncut(message)) : null }
  return new Request(new URL(url, 'http://localhost'), init)
}

/** Whoever stops reading must not destroy the connection, over which the refusal goes. */
function uncut(message: IncomingMessage): AsyncIterable<Uint8Array> {
  return { [Symbol.asyncIterator]: () => ({ next: messageIterator(message) }) }
}

function messageIterator(message: IncomingMessage): () => Promise<IteratorResult<Uint8Array>> {
  const iterator: AsyncIterator<Uint8Array> = message[Symbol.asyncIterator]()
  return () => iterator.next()
}
