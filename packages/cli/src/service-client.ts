import { readFile } from 'node:fs/promises'
import { EctError, type EctErrorCode, errorCodes, isJsonObject, type JsonObject } from '@wimse-ect/claims'
import { FailedError } from './failed-error.ts'
import type { ServicePlace } from './ledger-place.ts'
import { UsageError } from './usage-error.ts'

const timeoutMs = 30_000

/** Asks a ledger service over HTTP. */
export class ServiceClient {
  readonly #base: string
  readonly #headers: Readonly<Record<string, string>>

  private constructor(base: string, headers: Readonly<Record<string, string>>) {
    this.#base = base
    this.#headers = headers
  }

  /**
   * Takes the bearer token from the file or the environment, never from the command line, which others can see.
   *
   * @throws UsageError for a token that would travel in the clear, and for what is no token, which the error of `fetch`
   * would repeat
   */
  static async open({ url, bearerFile }: ServicePlace): Promise<ServiceClient> {
    const { ECT_TOKEN = '' } = process.env
    const bearer = bearerFile === undefined ? ECT_TOKEN : (await readFile(bearerFile, 'utf8')).trim()
    if (!/^[A-Za-z0-9._~+/-]*=*$/.test(bearer))
      throw new UsageError('a bearer token is one word; the file, or ECT_TOKEN, holds something else')
    const isPrivate = url.protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
    if (bearer !== '' && !isPrivate) throw new UsageError('a bearer token is only sent over https, or to this machine')
    const base = `${url.origin}${url.pathname.replace(/\/+$/, '')}`
    return new ServiceClient(base, bearer === '' ? {} : { authorization: `Bearer ${bearer}` })
  }

  /**
   * The JSON object at a path below the base URL; `undefined` when there is none.
   *
   * @throws EctError what the service says; FailedError when it does not answer as a ledger service does
   */
  async json(path: string, query: Readonly<Record<string, string>> = {}): Promise<JsonObject | undefined> {
    const body = await this.text(path, query)
    if (body === undefined) return undefined
    const value = parse(body)
    if (value === undefined) throw notOurs()
    return value
  }

  /** The same for text. */
  async text(path: string, query: Readonly<Record<string, string>> = {}): Promise<string | undefined> {
    const names = new URLSearchParams(query).toString()
    const response = await this.#fetch(`${this.#base}${path}${names === '' ? '' : `?${names}`}`)
    const body = await response.text()
    if (response.ok) return body
    const code = parse(body)?.code
    if (isCode(code)) throw new EctError(code)
    if (response.status === 404) return undefined
    if ([401, 403].includes(response.status)) {
      throw new FailedError('the ledger service refuses; it may want another bearer token (--bearer-file, ECT_TOKEN)')
    }
    throw new FailedError(`the ledger service answered with status ${response.status}`)
  }

  async #fetch(url: string): Promise<Response> {
    try {
      // Not to wherever an answer points: the bearer token is for this service.
      const signal = AbortSignal.timeout(timeoutMs)
      return await fetch(url, { headers: this.#headers, redirect: 'error', signal })
    } catch (cause) {
      throw new FailedError('the ledger service cannot be reached', { cause })
    }
  }
}

/** What is no answer of a ledger service. */
export function notOurs(): FailedError {
  return new FailedError('the answer is not that of a ledger service')
}

function parse(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isJsonObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isCode(code: unknown): code is EctErrorCode {
  return typeof code === 'string' && Object.hasOwn(errorCodes, code)
}
