import type { IncomingMessage, ServerResponse } from 'node:http'
import { HttpProblem } from './http-problem.ts'
import { messageBody } from './message-body.ts'

/** Methods that any route has. `Request` cannot even be made for some others. */
const methods = new Set(['GET', 'HEAD', 'POST'])

/**
 * A message of `node:http` as a request of the fetch API. Its body is only read when somebody asks for it.
 *
 * @throws HttpProblem 405 for a method that no route has; 400 for a target that is no path (`*`, or a whole URL, as
 * proxies are sent), and without a `Host`
 */
export function toRequest(message: IncomingMessage): Request {
  const { method = '', url = '', rawHeaders, httpVersion } = message
  if (!methods.has(method)) throw new HttpProblem(405, { headers: { allow: [...methods].join(', ') } })
  if (httpVersion === '1.1' && message.headers.host === undefined) throw new HttpProblem(400)
  // Put together and not resolved: in `//name/path`, `name` would otherwise be a host.
  const target = url.startsWith('/') ? URL.parse(`http://ledger.invalid${url}`) : null
  if (target === null) throw new HttpProblem(400)
  const headers = new Headers()
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) headers.append(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '')
  if (method !== 'POST') return new Request(target, { method, headers })
  const init = { method, headers, body: messageBody(message), duplex: 'half' }
  return new Request(target, init)
}

/** Sends an answer; resolves when it is handed over, or the client is gone. */
export async function send(answer: Response, response: ServerResponse, isLast: boolean): Promise<void> {
  const body = Buffer.from(await answer.arrayBuffer())
  if (response.headersSent || response.destroyed) return
  response.statusCode = answer.status
  response.setHeaders(answer.headers)
  if (answer.status !== 304) response.setHeader('content-length', body.length)
  // A connection that is told to close is not used for another request, which would then be lost.
  if (isLast) response.setHeader('connection', 'close')
  await new Promise<void>((resolve) => {
    response.once('close', resolve)
    response.end(body, () => resolve())
  })
}
