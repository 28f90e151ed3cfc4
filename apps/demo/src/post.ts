import {
  executionContextField,
  executionContextMediaType,
  readExecutionContext,
  writeExecutionContext,
  writeExecutionContextBody,
} from 'wimse-ect'
import { type Message, textBytes, textOf } from './message.ts'
import { Surprise } from './surprise.ts'

const timeoutMs = 20_000

/** Sends a body with the tokens beside it in the Execution-Context field, and returns what comes back. */
export function post(url: string, { tokens, body }: Message): Promise<Message> {
  const headers = tokens.length > 0 ? { [executionContextField]: writeExecutionContext(tokens) } : {}
  return exchange(url, { method: 'POST', headers, body: Buffer.from(body) })
}

/** Sends tokens in the body form, for more of them than a field may hold. */
export function postTokens(url: string, tokens: readonly string[]): Promise<Message> {
  const headers = { 'content-type': executionContextMediaType }
  return exchange(url, { method: 'POST', headers, body: Buffer.from(textBytes(writeExecutionContextBody(tokens))) })
}

/** Reads JSON. */
export async function getJson(url: string): Promise<unknown> {
  return JSON.parse(textOf((await exchange(url, {})).body))
}

/**
 * Sends a request as it is and waits for the answer, whatever its status.
 *
 * @throws Surprise when there is none
 */
export async function request(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { signal: AbortSignal.timeout(timeoutMs), ...init })
  } catch (cause) {
    throw new Surprise(`${url} did not answer`, { cause })
  }
}

async function exchange(url: string, init: RequestInit): Promise<Message> {
  const response = await request(url, init)
  const body = new Uint8Array(await response.arrayBuffer())
  if (!response.ok) throw new RefusedByPeer(url, response.status)
  return { tokens: readExecutionContext(response.headers.get(executionContextField)), body }
}

/** A peer answered with an error; it says no more than the status. */
export class RefusedByPeer extends Surprise {
  readonly status: number

  constructor(url: string, status: number) {
    super(`${url} answered ${status}`)
    this.status = status
  }
}
