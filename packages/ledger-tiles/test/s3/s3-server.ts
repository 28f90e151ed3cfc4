import { createHash } from 'node:crypto'
import { once } from 'node:events'
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

interface StoredObject {
  readonly bytes: Uint8Array
  readonly etag: string
  readonly headers: Readonly<Record<string, string>>
}

/**
 * What befalls a request: an answer with this status, or, with `'lost'`, a connection that breaks after the work was
 * done.
 */
export type Fault = number | 'lost'

/**
 * As much of S3 as a published log needs, over real sockets: PUT with If-Match and If-None-Match, GET, HEAD, DELETE and
 * ListObjectsV2 in one bucket, with entity tags. Requests are served one at a time, as a server does that decides
 * conditions. Signatures of requests are not checked.
 */
export class S3Server {
  readonly objects: Map<string, StoredObject> = new Map()
  /** Method and key of every request. */
  readonly requests: string[] = []
  /** Decides what befalls a request. */
  fault: (method: string, key: string) => Fault | undefined = () => undefined
  /** True for a server that does not know conditional writes. */
  ignoresConditions = false
  readonly #bucket: string
  readonly #server: Server

  private constructor(bucket: string, server: Server) {
    this.#bucket = bucket
    this.#server = server
  }

  static async start(bucket: string): Promise<S3Server> {
    const http = createServer()
    const server = new S3Server(bucket, http)
    http.on('request', (request, response) => void server.#answer(request, response))
    http.listen(0, '127.0.0.1')
    await once(http, 'listening')
    return server
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async close(): Promise<void> {
    this.#server.close()
    this.#server.closeAllConnections()
    await once(this.#server, 'close')
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request)
    const { pathname, searchParams } = new URL(request.url ?? '/', this.url)
    const [, bucket, ...rest] = pathname.split('/')
    const [method = '', key] = [request.method, rest.map(decodeURIComponent).join('/')]
    this.requests.push(`${method} ${key}`)
    const fault = this.fault(method, key)
    if (typeof fault === 'number') return sendError(response, fault, 'InternalError')
    if (bucket !== this.#bucket) return sendError(response, 404, 'NoSuchBucket')
    if (fault === 'lost') response.end = () => response.destroy()
    if (method === 'PUT') this.#put(key, body, request, response)
    else if (method === 'DELETE') this.#delete(key, response)
    else if (key === '') this.#list(searchParams.get('prefix') ?? '', response)
    else this.#get(key, method, response)
  }

  #put(key: string, bytes: Uint8Array, { headers }: IncomingMessage, response: ServerResponse): void {
    const missing = headers['if-match'] !== undefined && !this.objects.has(key)
    if (!this.ignoresConditions && missing) sendError(response, 404, 'NoSuchKey')
    else if (!this.ignoresConditions && !this.#holds(key, headers)) sendError(response, 412, 'PreconditionFailed')
    else {
      const etag = `"${createHash('md5').update(bytes).digest('hex')}"`
      const kept = ['content-type', 'cache-control'].map((name) => [name, String(headers[name])])
      this.objects.set(key, { bytes, etag, headers: Object.fromEntries(kept) })
      response.writeHead(200, { etag }).end()
    }
  }

  /** Whether the conditions of a write hold. */
  #holds(key: string, headers: IncomingHttpHeaders): boolean {
    const present = this.objects.get(key)?.etag
    if (headers['if-none-match'] === '*' && present !== undefined) return false
    return headers['if-match'] === undefined || headers['if-match'] === present
  }

  #get(key: string, method: string, response: ServerResponse): void {
    const object = this.objects.get(key)
    if (object === undefined) sendError(response, 404, 'NoSuchKey')
    else {
      const { headers, etag, bytes } = object
      response.writeHead(200, { ...headers, etag, 'content-length': bytes.length })
      response.end(method === 'HEAD' ? undefined : bytes)
    }
  }

  #delete(key: string, response: ServerResponse): void {
    this.objects.delete(key)
    response.writeHead(204).end()
  }

  #list(prefix: string, response: ServerResponse): void {
    const keys = [...this.objects.keys()].filter((key) => key.startsWith(prefix))
    const contents = keys.map((key) => `<Contents><Key>${key}</Key></Contents>`).join('')
    response.writeHead(200, { 'content-type': 'application/xml' })
    response.end(`<ListBucketResult>${contents}</ListBucketResult>`)
  }
}

function sendError(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'content-type': 'application/xml' })
  response.end(`<Error><Code>${code}</Code></Error>`)
}
