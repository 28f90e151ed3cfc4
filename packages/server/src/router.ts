import { HttpProblem } from './http-problem.ts'
import { type Route, routes } from './routes.ts'

/** A route that fits a request. */
export interface Match {
  readonly route: Route
  /** The parts of the path that the route leaves open, decoded. */
  readonly params: Readonly<Record<string, string>>
}

const patterns = routes.map((route) => ({ route, parts: route.path.split('/') }))

/**
 * Finds the route of a request.
 *
 * @param path as it arrived, not decoded: a slash that is written `%2F` is part of a name
 * @returns `undefined` when there is none
 * @throws HttpProblem 405 when there is one for another method, 400 for a path that cannot be decoded
 */
export function findRoute(method: string, path: string): Match | undefined {
  const given = path.split('/')
  const fitting = patterns.filter(({ parts }) => fits(parts, given))
  const found = fitting.find(({ route }) => route.method === (method === 'HEAD' ? 'GET' : method))
  if (found !== undefined) return { route: found.route, params: paramsOf(found.parts, given) }
  if (fitting.length === 0) return undefined
  const allowed = fitting.map(({ route }) => (route.method === 'GET' ? 'GET, HEAD' : route.method))
  throw new HttpProblem(405, { headers: { allow: allowed.join(', ') } })
}

function fits(parts: readonly string[], given: readonly string[]): boolean {
  const takesRest = parts.at(-1)?.endsWith('*}') === true
  if (takesRest ? given.length < parts.length : given.length !== parts.length) return false
  return parts.every((part, at) => (part.startsWith('{') ? given[at] !== '' : part === given[at]))
}

function paramsOf(parts: readonly string[], given: readonly string[]): Readonly<Record<string, string>> {
  const params: Record<string, string> = {}
  for (const [at, part] of parts.entries()) {
    const name = /^\{(?<name>\w+)(?<rest>\*?)\}$/.exec(part)?.groups
    if (name?.name === undefined) continue
    params[name.name] = decode(name.rest === '*' ? given.slice(at).join('/') : (given[at] ?? ''))
  }
  return params
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new HttpProblem(400, { detail: 'the path cannot be decoded' })
  }
}
