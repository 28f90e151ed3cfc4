import { STATUS_CODES } from 'node:http'
import { problemBody } from './http-problem.ts'
import { securityHeaders } from './security-headers.ts'

/** An answer as bytes, for a request that Node could not read and has made no response for. It ends the connection. */
export function rawProblem(status: number): string {
  const body = JSON.stringify(problemBody(status))
  const headers = {
    ...securityHeaders,
    'cache-control': 'no-store',
    connection: 'close',
    'content-length': String(Buffer.byteLength(body)),
    'content-type': 'application/problem+json',
  }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  return `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`
}
