import { contentHash } from '@wimse-ect/claims'
import { attachTokens } from './attach-tokens.ts'
import { workloadIdentityField } from './field-names.ts'
import type { OutgoingOptions } from './outgoing-options.ts'
import { makeToken, taskIdFor } from './token-claims.ts'
import { keepVerified } from './verified-response.ts'

/** What {@link withExecutionContext} wraps: `fetch`, or anything that answers a `Request`. */
export type SendRequest = (request: Request) => Promise<Response>

/** A `fetch` that attaches tokens. */
export type ExecutionContextFetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>

/**
 * Makes a `fetch` that issues a token for each request and attaches it, with its parents.
 *
 * Where the tokens are larger than `maxFieldBytes`, a POST, PUT or PATCH without a body of its own carries them in the
 * body form instead. Any other request is not sent: `ECT_FIELD_SIZE` asks for a request that can, or for fewer parents.
 *
 * A redirect is an error, unless the request says `redirect: 'manual'`: `fetch` would carry the tokens to whomever the
 * server names.
 *
 * @returns a function that resolves as `fetch` does, and rejects with EctError what `signEct` throws,
 * `ECT_DAG_PARENT_REVISION`, `ECT_FIELD_SIZE`, `ECT_FIELD_COUNT`, and with the option `response` what its verifier
 * throws, `ECT_FIELD_MISSING` and `ECT_FIELD_UNRELATED`; with what `record` throws
 */
export function withExecutionContext(fetch: SendRequest, options: OutgoingOptions): ExecutionContextFetch {
  const { parents = [], attachParents = true } = options
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
    await attachWit(prepared, options.wit)
    await options.record?.({ ...made, streamed: false })
    return keepVerified(await fetch(prepared), [made.taskId], options)
  }
}

async function bodyToHash(request: Request, { hashBody = true }: OutgoingOptions) {
  if (!hashBody || request.body === null) return undefined
  return new Uint8Array(await request.clone().arrayBuffer())
}

/** Says who this workload is, where it is to be said. */
export async function attachWit({ headers }: Request, wit: OutgoingOptions['wit']): Promise<void> {
  if (wit !== undefined) headers.set(workloadIdentityField, typeof wit === 'string' ? wit : await wit())
}
