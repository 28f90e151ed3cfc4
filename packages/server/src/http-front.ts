import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { TLSSocket } from 'node:tls'
import { ConnectionCounter } from './connection-counter.ts'
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

/** What happens on one connection. */
interface Connection {
  /** What is under way, in the order in which it came (pipelining). */
  readonly exchanges: Set<Exchange>
  /** The last request that came, whether it is answered or not. */
  latest: IncomingMessage | undefined
  /** Resolves when everything that came is answered. */
  turn: Promise<void>
}

const statusOfError: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
}

/**
 * The sockets of the service: limits of time, size and number, answers to what cannot be read, and an end in good
 * order.
 */
export class HttpFront {
  readonly #parts: HttpFrontParts
  readonly #server: Server
  /** By what requests come on: with TLS, those that have shaken hands. */
  readonly #connections = new Map<Duplex, Connection>()
  /** By what lies below: every connection. */
  readonly #sockets = new Set<Socket>()
  readonly #underWay = new Set<Promise<void>>()
  #isStopping = false

  constructor(parts: HttpFrontParts) {
    this.#parts = parts
    const { limits, tls, metrics } = parts
    this.#server = makeHttpServer(limits, tls)
    const counter = new ConnectionCounter(limits.maxConnectionsPerClient)
    this.#server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket)
      socket.once('close', () => this.#sockets.delete(socket))
      if (counter.admit(socket)) return
      metrics.turnedAway('connections')
      socket.destroy()
    })
    const isReady = tls === undefined ? 'connection' : 'secureConnection'
    this.#server.on(isReady, (socket: Duplex) => {
      this.#connections.set(socket, { exchanges: new Set(), latest: undefined, turn: Promise.resolve() })
      socket.once('close', () => this.#connections.delete(socket))
    })
    this.#server.on('request', (message, response) => this.#take(message, response))
    this.#server.on('checkExpectation', (message, response) => this.#take(message, response, new HttpProblem(417)))
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
    for (const socket of this.#sockets) socket.destroy()
  }

  /** Node would wait for those on which no request has come yet, or only a part of its fields. */
  #closeQuiet(): void {
    for (const [socket, { exchanges }] of this.#connections) {
      if (exchanges.size === 0) socket.destroy()
    }
  }

  #take(message: IncomingMessage, response: ServerResponse, problem?: HttpProblem): void {
    const connection = this.#connections.get(message.socket)
    if (connection === undefined) return
    const exchange = { message, response }
    connection.latest = message
    connection.exchanges.add(exchange)
    response.once('close', () => connection.exchanges.delete(exchange))
    // Whoever goes away while he is answered is no mistake of the service.
    response.on('error', () => undefined)
    // One after the other: what is asked behind a token may be about its entry, and a connection has one client's
    // share.
    connection.turn = this.#follow(
      connection.turn.then(() => this.#answer(exchange, problem)),
      message,
    )
  }

  async #answer({ message, response }: Exchange, problem: HttpProblem | undefined): Promise<void> {
    if (message.socket.destroyed) return
    const answer = await this.#answerTo(message, problem)
    if (!message.socket.destroyed) await send(answer, response, this.#isStopping)
  }

  async #answerTo(message: IncomingMessage, problem: HttpProblem | undefined): Promise<Response> {
    try {
      if (problem !== undefined) throw problem
      return await this.#parts.handler(toRequest(message), clientOf(message))
    } catch (error) {
      if (!(error instanceof HttpProblem)) throw error
      this.#parts.metrics.turnedAway('malformed')
      return secured(problemResponse(error))
    }
  }

  /**
   * A request could not be read, or took too long. When it had come far enough to have a response, that is the place
   * for the answer; otherwise, those before it are answered first.
   */
  #answerUnread(error: NodeJS.ErrnoException, socket: Duplex): void {
    const connection = this.#connections.get(socket)
    if (connection === undefined || error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy()
      return
    }
    const status = statusOfError[error.code ?? ''] ?? 400
    this.#parts.metrics.turnedAway(status === 408 ? 'timeout' : 'malformed')
    const { latest, exchanges } = connection
    const unfinished = [...exchanges].at(-1)
    if (latest !== undefined && !latest.complete) this.#answerInstead(latest, unfinished, status)
    else if (unfinished === undefined) socket.end(rawProblem(status))
    else unfinished.response.once('close', () => socket.end(rawProblem(status)))
  }

  /** The handler may be waiting for the rest of the request, which will not come. */
  #answerInstead(message: IncomingMessage, unfinished: Exchange | undefined, status: number): void {
    if (unfinished?.message !== message || unfinished.response.headersSent) {
      message.socket.destroy()
      return
    }
    const answer = secured(problemResponse(new HttpProblem(status)))
    void this.#follow(
      send(answer, unfinished.response, true).finally(() => message.destroy()),
      message,
    )
  }

  /** Remembers work until it is done; when it fails, its connection can only be closed. */
  #follow(work: Promise<void>, { socket }: IncomingMessage): Promise<void> {
    const followed = work
      .catch((error: unknown) => {
        this.#parts.say('error', 'failure', errorFacts(error))
        socket.destroy()
      })
      .finally(() => this.#underWay.delete(followed))
    this.#underWay.add(followed)
    return followed
  }
}

function clientOf({ socket }: IncomingMessage): Client {
  const certificate = socket instanceof TLSSocket && socket.authorized ? socket.getPeerX509Certificate() : undefined
  return { address: socket.remoteAddress ?? 'unknown', certificate }
}
