import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import {
  EctError,
  executionContextField,
  executionContextMediaType,
  isEctError,
  type ProblemDetails,
  problemDetails,
  readExecutionContext,
  readExecutionContextBody,
  writeExecutionContext,
} from 'wimse-ect'
import { AgentRefusal, agentRefusalProblem } from './agent-refusal.ts'
import { logError } from './log.ts'
import type { Message } from './message.ts'

/** What a process answers, by method and path, e.g. `POST /tasks`. */
export type Routes = ReadonlyMap<string, (request: Message) => Promise<Message>>

const maxBodyBytes = 1_048_576

/**
 * Serves HTTP on a free loopback port and returns the URL.
 *
 * The tokens of a request come from its Execution-Context field, or from its body when that is the body form; both at
 * once are refused, since the tokens of one of them would stay unverified [HTTP-ALL-VERIFIED]. A handler that throws an
 * EctError refuses the request: the code goes to the log of this process, the peer gets the generic problem body and a
 * `request-id` by which an operator finds the log line.
 */
export async function serve(routes: Routes): Promise<string> {
  return listen(createServer((request, response) => void answer(request, response, routes)))
}

/** Has a server listen on a free loopback port and returns the URL. */
export async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new TypeError('a TCP server has a port')
  return `http://127.0.0.1:${address.port}`
}

async function answer(request: IncomingMessage, response: ServerResponse, routes: Routes): Promise<void> {
  const requestId = randomUUID()
  response.setHeader('request-id', requestId)
  try {
    const handler = routes.get(`${request.method} ${request.url}`)
    if (handler === undefined) return sendProblem(response, { type: 'about:blank', title: 'Not Found', status: 404 })
    const { tokens, body } = await handler(await readMessage(request))
    if (tokens.length > 0) response.setHeader(executionContextField, writeExecutionContext(tokens))
    response.writeHead(200).end(body)
  } catch (error) {
    logError(requestId, error)
    sendProblem(response, problemFor(error))
  }
}

async function readMessage(request: IncomingMessage): Promise<Message> {
  const field = request.headersDistinct[executionContextField]
  const body = await readBody(request)
  if (!isBodyForm(request.headers['content-type'])) return { tokens: readExecutionContext(field), body }
  if (field !== undefined) throw new EctError('ECT_FIELD_SYNTAX')
  // A byte that is no ASCII stays a character that no token has.
  return { tokens: readExecutionContextBody(Buffer.from(body).toString('latin1')), body: new Uint8Array() }
}

/** A media type has no case, and parameters may follow it (RFC 9110 section 8.3.1). */
function isBodyForm(contentType = ''): boolean {
  const [type = ''] = contentType.split(';')
  return type.trim().toLowerCase() === executionContextMediaType
}

async function readBody(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Uint8Array>) {
    length += chunk.length
    if (length > maxBodyBytes) throw new EctError('ECT_FIELD_BODY_SIZE')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function problemFor(error: unknown): ProblemDetails {
  if (isEctError(error)) return problemDetails(error)
  if (error instanceof AgentRefusal) return agentRefusalProblem
  return { type: 'about:blank', title: 'Internal Server Error', status: 500 }
}

function sendProblem(response: ServerResponse, problem: ProblemDetails): void {
  response.writeHead(problem.status, { 'content-type': 'application/problem+json' }).end(JSON.stringify(problem))
}
