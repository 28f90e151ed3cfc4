import { HttpProblem } from '../http-problem.ts'
import type { Call, Service } from '../service.ts'

/** A file of the explorer page. */
export function getExplorerFile({ request, url }: Call, { explorer }: Service): Response {
  const file = explorer.get(url.pathname)
  if (file === undefined) throw new HttpProblem(404)
  const { bytes, type, etag } = file
  const headers = { 'content-type': type, etag, 'cache-control': 'no-cache' }
  const isKnown = request.headers.get('if-none-match') === etag
  return isKnown ? new Response(null, { status: 304, headers }) : new Response(bytes, { headers })
}
