import { contentHash } from '@wimse-ect/claims'
import type { VerifiedTokens } from '@wimse-ect/verification'
import { attachTokens } from './attach-tokens.ts'
import { workloadIdentityField } from './field-names.ts'
import type { OutgoingOptions } from './outgoing-options.ts'
import { makeToken, taskIdFor } from './token-claims.ts'
import { verifyResponse } from './verify-response.ts'

/** What {@link withExecutionContext} wraps: `fetch`, or anything that answers a `Request`. */
export type SendRequest = (request: Request) => Promise<Response>

/** A `fetch` that attaches tokens. */
export type ExecutionContextFetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>

const verified = new WeakMap<Response, VerifiedTokens>()

/**
 * Makes a `fetch` that issues a token for each request and attaches it, with its parents.
 *
 * Where the tokens are larger than `maxFieldBytes`, a POST, PUT or PATCH without a body of its own carries them in the
 * body form instead. Any other request is not sent: `ECT_FIELD_SIZE` asks for a request that can, or for fewer parents.
 *
 * A redirect is an error, unless the request says `redirect: 'manual'`: `fetch` would carry the tokens to whomever the
 * server names.
 *
 * @returns a function that resolves as `fetch` does, and rejects with EctError what `signEct` throws, `ECT_FIELD_SIZE`,
 * `ECT_FIELD_COUNT`, and with the option `response` what its verifier throws, `ECT_FIELD_MISSING` and
 * `ECT_FIELD_UNRELATED`; with what `record` throws
 */
export function withExecutionContext(fetch: SendRequest, options: OutgoingOptions): ExecutionContextFetch {
  const { parents = [], attachParents = true, maxTokens } = options
  const parentTokens = attachParents ? parents.map(({ compact }) => compact) : []
  return async (input, init) => {
    const request = new Request(input, init)
    const body = await bodyToHash(request, options)
    const claims = typeof options.claims === 'function' ? await options.claims(request) : options.claims
    const { out_hash = body && (await contentHash(body)) } = claims
    const tid = taskIdFor(claims, options.issuer)
    const made = await makeToken({ ...claims, tid, out_hash }, parents, options.issuer)
    // Built before it is recorded: a request that cannot be sent leaves nothing behind.
    const prepared = attachTokens(request, body, [made.token, ...parentTokens], options)
    if (options.wit !== undefined) prepared.headers.set(workloadIdentityField, await ownWit(options.wit))
    await options.record?.({ ...made, streamed: false })
    const response = await fetch(prepared)
    if (options.response === undefined) return response
    try {
      verified.set(response, await verifyResponse(response, made.taskId, { ...options.response, maxTokens }))
    } catch (error) {
      await response.body?.cancel().catch(() => {})
      throw error
    }
    return response
  }
}

/**
 * The verified tokens of a response that came through {@link withExecutionContext} with the option `response`; both
 * lists are empty where it had none and needed none.
 *
 * @throws TypeError for any other response
 */
export function verifiedTokensOf(response: Response): VerifiedTokens {
  const tokens = verified.get(response)
  if (tokens === undefined) throw new TypeError('the tokens of this response were not verified')
  return tokens
}

async function bodyToHash(request: Request, { hashBody = true }: OutgoingOptions) {
  if (!hashBody || request.body === null) return undefined
  return new Uint8Array(await request.clone().arrayBuffer())
}

async function ownWit(wit: NonNullable<OutgoingOptions['wit']>): Promise<string> {
  return typeof wit === 'string' ? wit : wit()
}
