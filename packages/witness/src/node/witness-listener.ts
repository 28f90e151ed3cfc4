import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Witness } from '../create-witness.ts'

/**
 * Serves a witness with `node:http`: `createServer(witnessListener(witness))`. Header fields are not passed on; the
 * protocol needs none.
 */
export function witnessListener(witness: Witness): RequestListener {
  return (request, response) => {
    respond(witness, request, response).catch(() => response.destroy())
  }
}

async function respond(witness: Witness, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { status, headers, body } = await witness(toRequest(request))
  // A body that was not read to its end is not waited for.
  if (!request.complete) response.setHeader('connection', 'close')
  response.writeHead(status, [...headers].flat())
  response.end(body === null ? undefined : Buffer.from(await new Response(body).arrayBuffer()))
}

function toRequest(request: IncomingMessage): Request {
  const { method = 'GET', url = '/' } = request
  // The host is not looked at, so that no header of the client can make the URL unreadable.
  const target = new URL(url.startsWith('/') ? `http://witness.invalid${url}` : 'http://witness.invalid')
  if (method === 'GET' || method === 'HEAD') return new Request(target, { method })
  // The DOM's types do not know `duplex` yet; a streamed body needs it.
  const init = { method, body: bodyOf(request), duplex: 'half' }
  return new Request(target, init)
}

/** Whoever stops reading leaves the rest to the server, which drops it with the connection. */
function bodyOf(request: IncomingMessage): ReadableStream<Uint8Array> {
  const chunks: AsyncIterator<Uint8Array> = request[Symbol.asyncIterator]()
  return new ReadableStream({
    async pull(controller) {
      const next = await chunks.next()
      if (next.done === true) controller.close()
      else controller.enqueue(new Uint8Array(next.value))
    },
  })
}
