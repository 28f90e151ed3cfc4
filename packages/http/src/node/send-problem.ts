import type { ServerResponse } from 'node:http'
import type { Problem } from '../problem.ts'

/** Answers with a problem. After a body that was too large the connection ends, so that the rest is not waited for. */
export function sendProblem(response: ServerResponse, { status, headers, body }: Problem): void {
  response.statusCode = status
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  if (status === 413) response.setHeader('connection', 'close')
  response.end(body)
}
