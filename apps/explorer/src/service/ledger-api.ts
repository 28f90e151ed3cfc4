import type { JsonObject } from '@wimse-ect/claims'
import type { WorkflowFilter } from '../workflow-filter.ts'
import { filterQuery } from '../workflow-filter.ts'
import { type Entry, type EntryPage, readEntry, readEntryPage } from './entry.ts'
import { parseObject, ShapeError } from './json-shape.ts'
import { LoadError, type LoadFailure } from './load-error.ts'
import { type LogFacts, readLogFacts } from './log-facts.ts'
import { readWorkflowPage, type WorkflowPage } from './workflow-summary.ts'

/** The ledger service's answers, read and given types. Every method throws LoadError. */
export class LedgerApi {
  readonly #fetch: typeof fetch
  #accessToken: string | undefined

  /** @param fetcher default: the browser's `fetch`; another one for tests */
  constructor(fetcher: typeof fetch = (input, init) => fetch(input, init)) {
    this.#fetch = fetcher
  }

  /** Sends a bearer token from now on. */
  signIn(accessToken: string): void {
    this.#accessToken = accessToken
  }

  logFacts(): Promise<LogFacts> {
    return this.#object('log', readLogFacts)
  }

  workflows(filter: WorkflowFilter, limit: number): Promise<WorkflowPage> {
    return this.#object(`workflows?${filterQuery(filter, limit)}`, readWorkflowPage)
  }

  entriesOfWorkflow(workflowId: string, from: number, limit: number): Promise<EntryPage> {
    return this.#object(`workflows/${encodeURIComponent(workflowId)}?from=${from}&limit=${limit}`, readEntryPage)
  }

  entry(sequence: number): Promise<Entry> {
    return this.#object(`entries/${sequence}`, readEntry)
  }

  /** The text under a path; `undefined` when the service has none. */
  async text(path: string): Promise<string | undefined> {
    const answer = await this.#get(path, 404)
    return answer.status === 404 ? undefined : answer.text()
  }

  /** The bytes under a path; `undefined` when the service has none. */
  async bytes(path: string): Promise<Uint8Array | undefined> {
    const answer = await this.#get(path, 404)
    return answer.status === 404 ? undefined : new Uint8Array(await answer.arrayBuffer())
  }

  async #object<T>(path: string, read: (object: JsonObject) => T): Promise<T> {
    const text = await (await this.#get(path)).text()
    try {
      return read(parseObject(text))
    } catch (cause) {
      if (cause instanceof ShapeError) throw new LoadError('malformed', { cause })
      throw cause
    }
  }

  async #get(path: string, expected?: number): Promise<Response> {
    const headers: Record<string, string> =
      this.#accessToken === undefined ? {} : { authorization: `Bearer ${this.#accessToken}` }
    let answer: Response
    try {
      answer = await this.#fetch(path, { headers })
    } catch (cause) {
      throw new LoadError('unreachable', { cause })
    }
    if (answer.ok || answer.status === expected) return answer
    throw new LoadError(failureOf(answer.status))
  }
}

function failureOf(status: number): LoadFailure {
  if (status === 401 || status === 403) return 'locked'
  if (status === 404) return 'missing'
  if (status === 429 || status === 503) return 'busy'
  return status >= 500 ? 'broken' : 'refused'
}
