import { textOf } from './bytes.ts'
import { Surprise } from './surprise.ts'

const timeoutMs = 20_000

/**
 * `fetch` that waits for no longer than a while.
 *
 * @throws Surprise when there is no answer
 */
export async function send(input: string | Request, init: RequestInit = {}): Promise<Response> {
  try {
    return await fetch(input, { signal: AbortSignal.timeout(timeoutMs), ...init })
  } catch (cause) {
    throw new Surprise(`${typeof input === 'string' ? input : input.url} did not answer`, { cause })
  }
}

/**
 * The body of an answer that reports no failure.
 *
 * @throws RefusedByPeer for any other
 */
export async function bodyOf(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  const body = new Uint8Array(await response.arrayBuffer())
  if (!response.ok) throw new RefusedByPeer(response)
  return body
}

/** Sends a body and no token, as somebody does who is no agent. */
export async function post(url: string, body: string): Promise<Uint8Array<ArrayBuffer>> {
  return bodyOf(await send(url, { method: 'POST', body }))
}

/** Reads JSON. */
export async function getJson(url: string): Promise<unknown> {
  return JSON.parse(textOf(await bodyOf(await send(url))))
}

/** A peer answered with an error; it says no more than the status. */
export class RefusedByPeer extends Surprise {
  readonly status: number

  constructor({ url, status }: Response) {
    super(`${url} answered ${status}`)
    this.status = status
  }
}
