import type { IncomingMessage } from 'node:http'
import { EctError, executionContextField } from '@wimse-ect/claims'
import { workloadIdentityField } from '../field-names.ts'
import { joinBytes } from '../read-body.ts'
import type { Incoming } from '../read-tokens.ts'

/** A request of `node:http` as the core reads it, with its field lines apart. */
export function incomingMessage(request: IncomingMessage): Incoming {
  const { method = 'GET', headersDistinct, headers } = request
  return {
    method,
    path: pathOf(wholeUrl(request)),
    field: headersDistinct[executionContextField],
    wit: headersDistinct[workloadIdentityField],
    contentType: headers['content-type'],
    readBody: (maxBytes) => readMessageBody(request, maxBytes),
  }
}

/** Express shortens `url` by what a router is mounted on, and keeps the whole of it beside. */
function wholeUrl(request: IncomingMessage): string {
  const { url = '/' } = request
  return 'originalUrl' in request && typeof request.originalUrl === 'string' ? request.originalUrl : url
}

/** The host is not looked at, so that no header of the client can make the URL unreadable. */
function pathOf(url: string): string {
  const base = 'http://host.invalid'
  // Else `//name` would be a host.
  const absolute = url.startsWith('/') ? `${base}${url}` : url
  return URL.canParse(absolute, base) ? new URL(absolute, base).pathname : '/'
}

/** `for await` would destroy the request, and with it the connection, before the refusal is sent. */
async function readMessageBody(request: IncomingMessage, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  const iterator: AsyncIterator<Uint8Array> = request[Symbol.asyncIterator]()
  for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
    length += next.value.length
    if (!(length <= maxBytes)) throw new EctError('ECT_FIELD_BODY_SIZE')
    chunks.push(next.value)
  }
  return joinBytes(chunks)
}
