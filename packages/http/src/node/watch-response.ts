import type { IncomingMessage, ServerResponse } from 'node:http'
import { executionContextField } from '@wimse-ect/claims'
import { contentDigest } from '../content-digest.ts'
import type { ExecutionContext } from '../execution-context.ts'
import { executionTaskField } from '../field-names.ts'
import type { RequestFacts } from '../options.ts'
import type { PendingChild } from '../pending-child.ts'
import type { Problem } from '../problem.ts'
import { hasContent } from '../respond-with-child.ts'
import { acceptsTrailers, isGone, issueAfterEnd, issueBeforeEnd } from './issue-streamed.ts'
import {
  type EndArguments,
  endArguments,
  namesHeader,
  ownChunk,
  toBytes,
  withListedHeader,
} from './response-arguments.ts'
import { sendProblem } from './send-problem.ts'

/** Whose response is watched, and for which child. */
export interface Watched {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly child: PendingChild
  readonly context: ExecutionContext
  readonly facts: RequestFacts
}

/**
 * Watches how a response is written, and issues the child that the handler announced.
 *
 * A body that is given whole (`end` without `write`) is hashed before the headers go, and the child goes with them.
 * Otherwise the bytes are hashed as they are written, no header is touched once the first one is on its way, and the
 * child is issued after the last byte: before the end where the client reads trailers, else when everything was handed
 * to the system. A response that is not ended, or whose connection is closed before, has no child.
 */
export function watchResponse(watched: Watched): void {
  if (watched.child.isPossible) new ResponseWatch(watched).install()
}

/**
 * `open`: nothing has gone yet, and what `writeHead` was given is held back. `streaming`: the headers went before the
 * end of the body was known. `ending`: the handler ended the response, which waits for its child. `over`: all passes.
 */
type Stage = 'open' | 'streaming' | 'ending' | 'over'

class ResponseWatch {
  readonly #watched: Watched
  readonly #own: Pick<ServerResponse, 'writeHead' | 'write' | 'end' | 'flushHeaders'>
  readonly #digest = contentDigest()
  #stage: Stage = 'open'
  #head: readonly unknown[] | undefined
  #hasTrailer = false

  constructor(watched: Watched) {
    const { writeHead, write, end, flushHeaders } = watched.response
    this.#watched = watched
    // Other middleware may have put its own in their place, so they are looked up once and called on the response.
    this.#own = { writeHead, write, end, flushHeaders }
  }

  install(): void {
    const { response } = this.#watched
    response.writeHead = (...given: unknown[]) => this.#writeHead(given)
    response.write = (...given: unknown[]) => this.#write(given)
    response.end = (...given: unknown[]) => this.#end(endArguments(given))
    response.flushHeaders = () => {
      this.#startStream()
      Reflect.apply(this.#own.flushHeaders, response, [])
    }
    // While something is held back, the handler must see what it would see if it had gone.
    show(response, 'headersSent', () => this.#stage === 'ending' || this.#head !== undefined)
    show(response, 'writableEnded', () => this.#stage === 'ending')
  }

  /** Node itself comes here too, for headers that nobody wrote. */
  #writeHead(given: readonly unknown[]): ServerResponse {
    const { response } = this.#watched
    if (this.#stage === 'open') this.#head = given
    else if (this.#stage !== 'ending') Reflect.apply(this.#own.writeHead, response, given)
    return response
  }

  #write(given: readonly unknown[]): boolean {
    const { response } = this.#watched
    if (this.#stage === 'ending') {
      response.destroy(new TypeError('write after end'))
      return false
    }
    this.#startStream()
    this.#digest.update(toBytes(given[0], given[1]))
    return Reflect.apply(this.#own.write, response, given) === true
  }

  #end(given: EndArguments): ServerResponse {
    const { response, child } = this.#watched
    if (this.#stage === 'ending') return response
    if (this.#stage === 'streaming') this.#endStream(given)
    else if (this.#stage === 'over' || !child.isDue(this.#status())) this.#passEnd(given)
    else {
      this.#stage = 'ending'
      void this.#endWhole({ ...given, chunk: ownChunk(given.chunk) })
    }
    return response
  }

  async #endWhole(given: EndArguments): Promise<void> {
    const { response, context, facts } = this.#watched
    const status = this.#status()
    const problem = await this.#attachChild(given, status)
    try {
      if (problem === undefined) {
        // What was set after the end must not show.
        response.statusCode = status
        this.#passEnd(given)
      } else {
        this.#replace(problem)
      }
    } catch (error) {
      // Headers that Node refuses.
      context.fail(error, facts)
      response.destroy()
    }
  }

  async #attachChild({ chunk, encoding }: EndArguments, status: number): Promise<Problem | undefined> {
    const { response, child, context, facts } = this.#watched
    if (isGone(response)) return undefined
    try {
      const body = hasContent(facts.method, status) ? toBytes(chunk, encoding) : undefined
      this.#addHeader(executionContextField, await child.issueOver(body))
      return undefined
    } catch (error) {
      return context.fail(error, facts)
    }
  }

  #replace(problem: Problem): void {
    const { response } = this.#watched
    this.#stage = 'over'
    this.#head = undefined
    response.statusMessage = ''
    for (const name of response.getHeaderNames()) response.removeHeader(name)
    sendProblem(response, problem)
  }

  #startStream(): void {
    if (this.#stage !== 'open') return
    const { request, response, facts } = this.#watched
    const length = response.hasHeader('content-length') || namesHeader(this.#head ?? [], 'content-length')
    this.#hasTrailer = acceptsTrailers(request) && !length && hasContent(facts.method, this.#status())
    this.#stage = 'streaming'
    if (this.#hasTrailer) this.#addHeader('trailer', executionTaskField)
    this.#sendHead()
  }

  #endStream({ chunk, encoding, callback }: EndArguments): void {
    const { response, child } = this.#watched
    if (chunk !== undefined && chunk !== null) this.#write([chunk, encoding])
    const rest = { chunk: undefined, encoding: undefined, callback }
    const isDue = child.isDue(response.statusCode)
    if (isDue && this.#hasTrailer) {
      this.#stage = 'ending'
      void this.#addTrailer().then(() => this.#passEnd(rest))
    } else {
      if (isDue) issueAfterEnd({ ...this.#watched, digest: this.#digest })
      this.#passEnd(rest)
    }
  }

  /** Adds the trailer when there is a child. Never rejects. */
  async #addTrailer(): Promise<void> {
    const taskId = await issueBeforeEnd({ ...this.#watched, digest: this.#digest })
    if (taskId !== undefined) this.#watched.response.addTrailers({ [executionTaskField]: taskId })
  }

  #passEnd({ chunk, encoding, callback }: EndArguments): void {
    this.#stage = 'over'
    this.#sendHead()
    Reflect.apply(this.#own.end, this.#watched.response, [chunk, encoding, callback])
  }

  #addHeader(name: string, value: string): void {
    const head = withListedHeader(this.#head ?? [], name, value)
    if (head !== undefined) this.#head = head
    else this.#watched.response.appendHeader(name, value)
  }

  #sendHead(): void {
    const head = this.#head
    this.#head = undefined
    if (head !== undefined) Reflect.apply(this.#own.writeHead, this.#watched.response, head)
  }

  #status(): number {
    const [status] = this.#head ?? []
    return typeof status === 'number' ? status : this.#watched.response.statusCode
  }
}

/** Makes a property of the response true while the condition holds; else it is what it was. */
function show(response: ServerResponse, name: 'headersSent' | 'writableEnded', condition: () => boolean): void {
  const get = (): boolean => condition() || Reflect.get(Object.getPrototypeOf(response), name, response) === true
  Object.defineProperty(response, name, { configurable: true, get })
}
