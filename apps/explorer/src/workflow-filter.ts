/** What the list of workflows shows. Members that are absent let everything through. */
export interface WorkflowFilter {
  /** The beginning of a workflow id, or a part of an agent or an action. */
  readonly q?: string | undefined
  readonly agent?: string | undefined
  readonly action?: string | undefined
  readonly decision?: string | undefined
  /** Days as `2026-03-01`, in local time; both included. */
  readonly since?: string | undefined
  readonly until?: string | undefined
  /** Where the page of the list begins; the service gave it. */
  readonly cursor?: string | undefined
}

/** Names of the members, in the order in which they stand in links. */
export const filterNames = ['q', 'agent', 'action', 'decision', 'since', 'until', 'cursor'] as const

/** The query with which the service is asked. A day becomes the seconds of its first or last moment. */
export function filterQuery({ since, until, ...others }: WorkflowFilter, limit: number): string {
  const query = new URLSearchParams({ limit: String(limit) })
  for (const [name, value] of Object.entries(others)) if (value !== undefined) query.set(name, value)
  const first = startOfDay(since, 0)
  const end = startOfDay(until, 1)
  if (first !== undefined) query.set('since', String(first))
  if (end !== undefined) query.set('until', String(Math.max(0, end - 1)))
  return query.toString()
}

/** True when something is left out of the list. */
export function isFiltered({ cursor: _, ...filter }: WorkflowFilter): boolean {
  return Object.values(filter).some((value) => value !== undefined)
}

function startOfDay(day: string | undefined, daysLater: number): number | undefined {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day ?? '') ?? []
  if (year === undefined) return undefined
  const start = new Date(Number(year), Number(month) - 1, Number(date) + daysLater)
  return Math.max(0, Math.floor(start.getTime() / 1000))
}
