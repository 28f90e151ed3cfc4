import type { X509Certificate } from 'node:crypto'
import { isEctError, type Peer } from '@wimse-ect/claims'
import type { Access, Role } from './access.ts'
import { HttpProblem, problemResponse, refusalResponse } from './http-problem.ts'
import { errorFacts } from './log-event.ts'
import { isLoopbackHost } from './loopback.ts'
import { RateLimiter } from './rate-limiter.ts'
import { findRoute } from './router.ts'
import type { Need } from './routes.ts'
import { secured } from './security-headers.ts'
import type { Service } from './service.ts'

/** Where a request comes from. */
export interface Client {
  /** IP address. */
  readonly address: string
  /** The client's certificate, when TLS accepts it. */
  readonly certificate?: X509Certificate | undefined
}

/** Answers any request; it never throws. */
export type RequestHandler = (request: Request, client: Client) => Promise<Response>

/** What becomes known of a request on its way. */
interface Progress {
  route: string
  role: Role
}

/** The way of every request: is there room, is there such a route, may this client, then the handler. */
export function createRequestHandler(service: Service, access: Access): RequestHandler {
  const { limits, metrics, say } = service
  const rates = new RateLimiter(limits)
  let underWay = 0

  function checkRoom(client: Client): void {
    if (service.isStopping()) {
      metrics.turnedAway('stopping')
      throw new HttpProblem(503, { headers: { 'retry-after': '1' } })
    }
    const wait = rates.admit(client.address)
    if (wait > 0) {
      metrics.turnedAway('rate')
      throw new HttpProblem(429, { headers: { 'retry-after': String(wait) } })
    }
    if (underWay <= limits.maxConcurrentRequests) return
    metrics.turnedAway('overload')
    throw new HttpProblem(503, { headers: { 'retry-after': '1' } })
  }

  async function answer(request: Request, client: Client, progress: Progress): Promise<Response> {
    checkRoom(client)
    if (!access.isControlled && !isLoopbackHost(request.headers.get('host'))) throw new HttpProblem(421)
    const url = new URL(request.url)
    const match = findRoute(request.method, url.pathname)
    if (match === undefined) throw new HttpProblem(404)
    const { route, params } = match
    progress.route = route.path
    progress.role = access.roleOf({
      authorization: request.headers.get('authorization'),
      certificate: client.certificate,
    })
    checkMay(progress.role, route.needs, access)
    return route.handler({ request, url, params, peer: peerOf(progress.role) }, service)
  }

  return async (request, client) => {
    const startedAt = performance.now()
    const progress: Progress = { route: 'none', role: 'nobody' }
    underWay += 1
    const response = await answer(request, client, progress)
      .catch((error: unknown) => answerError(error, peerOf(progress.role), service))
      .finally(() => {
        underWay -= 1
      })
    const durationMs = performance.now() - startedAt
    metrics.request(progress.route, response.status, durationMs / 1000)
    say('info', 'request', {
      method: request.method,
      ...progress,
      status: response.status,
      durationMs: Math.round(durationMs * 1000) / 1000,
      address: client.address,
    })
    return secured(response)
  }
}

/** Codes are for writers only [HTTP-SERVICE-CODES]; on loopback everybody is one. */
function peerOf(role: Role): Peer {
  return role === 'writer' ? 'authenticated-writer' : 'anybody'
}

function checkMay(role: Role, needs: Need, { publicReads, publicExplorer }: Access): void {
  const isOpen =
    needs === 'nothing' || (needs === 'read' && publicReads) || (needs === 'page' && (publicReads || publicExplorer))
  if (isOpen || role === 'writer' || (role === 'reader' && needs !== 'write')) return
  if (role === 'reader') throw new HttpProblem(403)
  throw new HttpProblem(401, { headers: { 'www-authenticate': 'Bearer' } })
}

function answerError(error: unknown, peer: Peer, { say, verifier }: Service): Response {
  if (error instanceof HttpProblem) return problemResponse(error)
  if (isEctError(error)) {
    say(error.code.startsWith('ECT_LEDGER') ? 'error' : 'info', 'refused', { ...error.toJSON() })
    return refusalResponse(error, peer, verifier.revisions)
  }
  say('error', 'failure', errorFacts(error))
  return problemResponse(new HttpProblem(500))
}
