import { attachTokens } from './attach-tokens.ts'
import type { OutgoingOptions } from './outgoing-options.ts'
import { keepVerified } from './verified-response.ts'
import { attachWit, type ExecutionContextFetch, type SendRequest } from './with-execution-context.ts'

/** A token that exists: one that was verified, or one of our own with the id of its task. */
export interface IssuedTask {
  readonly compact: string
  readonly task: { readonly taskId: string }
}

/** What is sent along, and how the tokens of responses are judged. */
export interface IssuedTokensOptions
  extends Pick<OutgoingOptions, 'wit' | 'response' | 'maxTokens' | 'maxFieldBytes' | 'maxBodyBytes'> {
  /** Tokens of the tasks that the request hands on, at least one. */
  readonly tokens: readonly IssuedTask[]
  /** Tokens of the tasks that these follow from, so that a server without ledger can judge them. Default: none. */
  readonly parents?: readonly Pick<IssuedTask, 'compact'>[] | undefined
}

/**
 * Makes a `fetch` that issues nothing and attaches tokens that exist: of one task whose result goes to several agents
 * (fan-out), or of several whose results go to one (fan-in). `withExecutionContext` would make each request a task of
 * its own.
 *
 * Too large a field, redirects and the tokens of responses are treated as `withExecutionContext` does; a response has
 * to follow from every one of `tokens`.
 *
 * @returns a function that resolves as `fetch` does, and rejects with EctError `ECT_FIELD_SIZE`, `ECT_FIELD_COUNT`, and
 * with the option `response` what its verifier throws, `ECT_FIELD_MISSING` and `ECT_FIELD_UNRELATED`
 * @throws TypeError without any token
 */
export function withIssuedTokens(fetch: SendRequest, options: IssuedTokensOptions): ExecutionContextFetch {
  const { tokens, parents = [] } = options
  if (tokens.length === 0) throw new TypeError('tokens must name one at least')
  const taskIds = tokens.map(({ task }) => task.taskId)
  // Two that came together may have brought the same parent.
  const compacts = [...new Set([...tokens, ...parents].map(({ compact }) => compact))]
  return async (input, init) => {
    const prepared = attachTokens(new Request(input, init), undefined, compacts, options)
    await attachWit(prepared, options.wit)
    return keepVerified(await fetch(prepared), taskIds, options)
  }
}
