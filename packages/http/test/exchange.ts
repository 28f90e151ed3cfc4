import { once } from 'node:events'
import { type IncomingHttpHeaders, type RequestOptions, request } from 'node:http'
import { connect } from 'node:net'
import { buffer, text } from 'node:stream/consumers'

/** A response as it came over the wire: nothing is decoded. */
export interface Received {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Uint8Array
  readonly trailers: NodeJS.Dict<string>
}

/** Sends a request with `node:http`, field lines as given. */
export async function send(url: string, options: RequestOptions = {}, body?: string): Promise<Received> {
  const outgoing = request(url, { agent: false, ...options })
  outgoing.end(body)
  const [response] = await once(outgoing, 'response')
  const received = await buffer(response)
  return { status: response.statusCode, headers: response.headers, body: received, trailers: response.trailers }
}

/** Writes bytes to a server and reads until it closes the connection. */
export async function exchange(url: string, bytes: string): Promise<string> {
  const { port, hostname } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.write(bytes)
  return text(socket)
}
