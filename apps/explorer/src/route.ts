import { filterNames, type WorkflowFilter } from './workflow-filter.ts'

/** What the page shows. Each has a link of its own, which can be shared. */
export type Route =
  | { readonly view: 'workflows'; readonly filter: WorkflowFilter }
  | { readonly view: 'workflow'; readonly workflowId: string; readonly shows: Shows; readonly selected?: number }
  | { readonly view: 'trust' }

/** How a workflow is shown. */
export type Shows = 'graph' | 'list'

/** Reads the part of a link after `#`; what is no link of ours is the list of workflows. */
export function parseRoute(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#?\/?/, '').split('?', 2)
  const query = new URLSearchParams(search)
  const [place, id, ...rest] = path.split('/').map(decode)
  if (place === 'trust' && id === undefined) return { view: 'trust' }
  if (place === 'workflows' && id !== undefined && id !== '') {
    const shows: Shows = query.get('shows') === 'list' ? 'list' : 'graph'
    const selected = rest[0] === 'entries' ? sequenceIn(rest[1]) : undefined
    return { view: 'workflow', workflowId: id, shows, ...(selected === undefined ? {} : { selected }) }
  }
  return { view: 'workflows', filter: filterIn(query) }
}

/** The link to a view, beginning with `#`. Foreign text in it is always percent-encoded. */
export function formatRoute(route: Route): string {
  if (route.view === 'trust') return '#/trust'
  if (route.view === 'workflows') return `#/${questionMark(filterQueryOf(route.filter))}`
  const entry = route.selected === undefined ? '' : `/entries/${route.selected}`
  return `#/workflows/${encodeURIComponent(route.workflowId)}${entry}${route.shows === 'list' ? '?shows=list' : ''}`
}

function filterIn(query: URLSearchParams): WorkflowFilter {
  const members = filterNames.map((name) => [name, query.get(name)] as const)
  return Object.fromEntries(members.filter(([, value]) => value !== null && value !== ''))
}

function filterQueryOf(filter: WorkflowFilter): string {
  const query = new URLSearchParams()
  for (const name of filterNames) {
    const value = filter[name]
    if (value !== undefined && value !== '') query.set(name, value)
  }
  return query.toString()
}

function questionMark(query: string): string {
  return query === '' ? '' : `?${query}`
}

function sequenceIn(text: string | undefined): number | undefined {
  return text !== undefined && /^(?:0|[1-9]\d{0,14})$/.test(text) ? Number(text) : undefined
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
