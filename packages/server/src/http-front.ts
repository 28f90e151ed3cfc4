import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { TLSSocket } from 'node:tls'
import { HttpProblem, problemResponse } from './http-problem.ts'
import type { Limits } from './limits.ts'
import { errorFacts, type Say } from './log-event.ts'
import { makeHttpServer } from './make-http-server.ts'
import type { Metrics } from './metrics.ts'
import { send, toRequest } from './node-bridge.ts'
import { rawProblem } from './raw-problem.ts'
import type { Client, RequestHandler } from './request-handler.ts'
import { secured } from './security-headers.ts'
import type { TlsOptions } from './server-options.ts'

/** What a front is made of. */
export interface HttpFrontParts {
  readonly handler: RequestHandler
  readonly limits: Limits
  readonly metrics: Metrics
  readonly say: Say
  readonly tls: TlsOptions | undefined
}

/** A request whose answer is not finished. */
interface Exchange {
  readonly message: IncomingMessage
  readonly response: ServerResponse
}

const statusOfError: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
}

/** The sockets of the service: limits of time, size and number, answers to what cannot be read, and an end in good order. */
export class HttpFront {
  readonly #parts: HttpFrontParts
  readonly #server: Server
  /** What is under way on a connection, in the order in which it came (pipelining). */
  readonly #exchanges = new WeakMap<Duplex, Set<Exchange>>()
  /** The last one that came on a connection. */
  readonly #latest = new WeakMap<Duplex, IncomingMessage>()
  /** Resolves when the last one of a connection is answered. */
  readonly #turns = new WeakMap<Duplex, Promise<void>>()
  readonly #underWay = new Set<Promise<void>>()
  /** Every connection; with TLS, what lies below it. */
  readonly #connections = new Set<Duplex>()
  /** What requests come on. */
  readonly #sockets = new Set<Duplex>()
  #isStopping = false

  constructor(parts: HttpFrontParts) {
    this.#parts = parts
    const { limits, tls, metrics } = parts
    this.#server = makeHttpServer(limits, tls)
    this.#server.on('connection', (socket) => keepIn(this.#connections, socket))
    this.#server.on(tls === undefined ? 'connection' : 'secureConnection', (socket) => keepIn(this.#sockets, socket))
    this.#server.on('request', (message, response) => this.#take(message, response))
    this.#server.on('checkExpectation', (message, response) => this.#take(message, response, 417))
    this.#server.on('clientError', (error: NodeJS.ErrnoException, socket) => this.#answerUnread(error, socket))
    this.#server.on('drop', () => metrics.turnedAway('connections'))
  }

  /** Begins to listen. */
  async listen(host: string, port: number): Promise<AddressInfo> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen({ host, port }, () => {
        this.#server.off('error', reject)
        resolve()
      })
    })
    const address = this.#server.address()
    if (address === null || typeof address === 'string') throw new TypeError('the server has no port')
    return address
  }

  /** Takes no more connections, finishes what is under way, and cuts what is not done when the time is up. */
  async stop(): Promise<void> {
    this.#isStopping = true
    const ended = new Promise<void>((resolve) => this.#server.close(() => resolve()))
    this.#closeQuiet()
    const timer = setTimeout(() => this.cut(), this.#parts.limits.stopTimeoutMs)
    await ended
    clearTimeout(timer)
    // Somebody whose connection is gone may have left work behind; it gets a moment, not for ever.
    const enough = new AbortController()
    const work = Promise.allSettled(this.#underWay)
    await Promise.race([work, wait(this.#parts.limits.stopTimeoutMs, undefined, { signal: enough.signal })])
    enough.abort()
  }

  /** Closes every connection, whatever is under way. */
  cut(): void {
    for (const connection of this.#connections) connection.destroy()
  }

  /** Node would wait for those on which no request has come yet, or only a part of its fields. */
  #closeQuiet(): void {
    for (const socket of this.#sockets) {
      const isBusy = (this.#exchanges.get(socket)?.size ?? 0) > 0
      if (!isBusy) socket.destroy()
    }
  }

  #take(message: IncomingMessage, response: ServerResponse, status?: number): void {
    const exchange = { message, response }
    this.#latest.set(message.socket, message)
    const onSocket = this.#exchanges.get(message.socket) ?? new Set()
    this.#exchanges.set(message.socket, onSocket.add(exchange))
    response.once('close', () => onSocket.delete(exchange))
    // Whoever goes away while he is answered is no mistake of the service.
    response.on('error', () => undefined)
    // One after the other: what is asked behind a token may be about its entry, and a connection has one client's share.
    const turn = this.#turns.get(message.socket) ?? Promise.resolve()
    const work = turn
      .then(() => this.#answer(exchange, status))
      .catch((error: unknown) => {
        this.#parts.say('error', 'failure', errorFacts(error))
        message.socket.destroy()
      })
      .finally(() => this.#underWay.delete(work))
    this.#turns.set(message.socket, work)
    this.#underWay.add(work)
  }

  async #answer({ message, response }: Exchange, status: number | undefined): Promise<void> {
    if (message.socket.destroyed) return
    const request = status ?? toRequest(message)
    const lacksHost = message.httpVersion === '1.1' && message.headers.host === undefined
    const isReadable = request instanceof Request && !lacksHost
    if (!isReadable) this.#parts.metrics.turnedAway('malformed')
    const answer = isReadable
      ? await this.#parts.handler(request, clientOf(message))
      : secured(problemResponse(problemFor(request)))
    if (!message.socket.destroyed) await send(answer, response, this.#isStopping)
  }

  /**
   * A request could not be read, or took too long. When it had come far enough to have a response, that is the place for
   * the answer; otherwise, those before it are answered first.
   */
  #answerUnread(error: NodeJS.ErrnoException, socket: Duplex): void {
    const status = statusOfError[error.code ?? ''] ?? 400
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy()
      return
    }
    this.#parts.metrics.turnedAway(status === 408 ? 'timeout' : 'malformed')
    const latest = this.#latest.get(socket)
    if (latest === undefined || latest.complete) this.#answerAfter(socket, status)
    else this.#answerInstead(latest, status)
  }

  /** The request never began to be handled. */
  #answerAfter(socket: Duplex, status: number): void {
    const [...before] = this.#exchanges.get(socket) ?? []
    const answer = (): void => void socket.end(rawProblem(status))
    if (before.length === 0) answer()
    else before.at(-1)?.response.once('close', answer)
  }

  /** The handler may be waiting for the rest of the request, which will not come. */
  #answerInstead(message: IncomingMessage, status: number): void {
    const exchange = [...(this.#exchanges.get(message.socket) ?? [])].find((each) => each.message === message)
    if (exchange === undefined || exchange.response.headersSent) {
      message.socket.destroy()
      return
    }
    const answer = secured(problemResponse(new HttpProblem(status)))
    const sent = send(answer, exchange.response, true).finally(() => {
      message.destroy()
      this.#underWay.delete(sent)
    })
    this.#underWay.add(sent)
  }
}

function problemFor(request: Request | 'method' | number | undefined): HttpProblem {
  if (typeof request === 'number') return new HttpProblem(request)
  return request === 'method' ? new HttpProblem(405, { headers: { allow: 'GET, HEAD, POST' } }) : new HttpProblem(400)
}

function keepIn(sockets: Set<Duplex>, socket: Duplex): void {
  sockets.add(socket)
  socket.once('close', () => sockets.delete(socket))
}

function clientOf({ socket }: IncomingMessage): Client {
  const certificate = socket instanceof TLSSocket && socket.authorized ? socket.getPeerX509Certificate() : undefined
  return { address: socket.remoteAddress ?? 'unknown', certificate }
}
