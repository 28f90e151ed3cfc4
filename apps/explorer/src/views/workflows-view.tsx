import type { JSX } from 'preact'
import { useCallback } from 'preact/hooks'
import { formatTime } from '../format-time.ts'
import { formatRoute } from '../route.ts'
import type { LedgerApi } from '../service/ledger-api.ts'
import type { WorkflowPage, WorkflowSummary } from '../service/workflow-summary.ts'
import { useLoaded } from '../use-loaded.ts'
import { agentName, visibleText } from '../visible-text.ts'
import { isFiltered, type WorkflowFilter } from '../workflow-filter.ts'
import { LoadFailed, Loading } from './load-states.tsx'
import { StateMark } from './state-mark.tsx'
import { WorkflowFilters } from './workflow-filters.tsx'

const pageSize = 25
const shownAgents = 2

interface Properties {
  readonly api: LedgerApi
  readonly filter: WorkflowFilter
}

/** The workflows of the ledger, the latest first, with search and filters. */
export function WorkflowsView({ api, filter }: Properties): JSX.Element {
  const key = JSON.stringify(filter)
  // The key stands for the filter, which is a new object each time.
  const load = useCallback(() => api.workflows(filter, pageSize), [api, key])
  const [page, retry] = useLoaded(load)
  return (
    <div class="page">
      <h1>Workflows</h1>
      <WorkflowFilters filter={filter} />
      {page.status === 'loading' && <Loading what="workflows" />}
      {page.status === 'failed' && <LoadFailed failure={page.failure} retry={retry} />}
      {page.status === 'ready' && <WorkflowList page={page.value} filter={filter} />}
    </div>
  )
}

function WorkflowList({ page, filter }: { readonly page: WorkflowPage; readonly filter: WorkflowFilter }): JSX.Element {
  if (page.workflows.length === 0) return <Nothing isFiltered={isFiltered(filter)} />
  return (
    <>
      <table class="workflows">
        <thead>
          <tr>
            <th scope="col">Workflow</th>
            <th scope="col">Tasks</th>
            <th scope="col">Decisions</th>
            <th scope="col">Agents</th>
            <th scope="col">Last entry</th>
          </tr>
        </thead>
        <tbody>
          {page.workflows.map((workflow) => (
            <WorkflowRow key={workflow.workflowId} workflow={workflow} />
          ))}
        </tbody>
      </table>
      <nav class="paging" aria-label="Pages">
        {filter.cursor !== undefined && (
          <a href={formatRoute({ view: 'workflows', filter: { ...filter, cursor: undefined } })}>Latest</a>
        )}
        {page.next !== undefined && (
          <a href={formatRoute({ view: 'workflows', filter: { ...filter, cursor: page.next } })}>Earlier workflows</a>
        )}
      </nav>
    </>
  )
}

function WorkflowRow({ workflow }: { readonly workflow: WorkflowSummary }): JSX.Element {
  const { workflowId, tasks, decisions, agents, actions, firstAt, lastAt } = workflow
  const times = `First ${formatTime(firstAt)}, last ${formatTime(lastAt)}`
  return (
    <tr>
      <th scope="row">
        <a class="stretched" href={formatRoute({ view: 'workflow', workflowId, shows: 'graph' })}>
          <bdi class="id">{visibleText(workflowId)}</bdi>
        </a>
        <span class="actions">{actions.slice(0, 3).map(visibleText).join(' · ')}</span>
      </th>
      <td class="number">{tasks.toLocaleString('en-GB')}</td>
      <td class="decisions">
        <Decisions of={decisions} />
      </td>
      <td class="agents">
        {agents.slice(0, shownAgents).map((agent) => (
          <span key={agent} class="chip" title={visibleText(agent)}>
            <bdi>{agentName(agent)}</bdi>
          </span>
        ))}
        {agents.length > shownAgents && <span class="chip">+{agents.length - shownAgents}</span>}
      </td>
      <td class="time" title={times}>
        {formatTime(lastAt, 'short')}
      </td>
    </tr>
  )
}

const decisionStates = [
  ['approved', 'approved'],
  ['rejected', 'rejected'],
  ['pending_human_review', 'pending'],
] as const

function Decisions({ of }: { readonly of: ReadonlyMap<string, number> }): JSX.Element {
  return (
    <>
      {decisionStates.map(([decision, state]) => {
        const number = of.get(decision) ?? 0
        return number === 0 ? null : (
          <span key={decision} class="count">
            <StateMark state={state} /> {number.toLocaleString('en-GB')}
          </span>
        )
      })}
    </>
  )
}

function Nothing({ isFiltered }: { readonly isFiltered: boolean }): JSX.Element {
  return (
    <div class="state">
      <svg class="picture" viewBox="0 0 120 72" width="120" height="72" aria-hidden="true">
        <path d="M60 22v12M60 34 30 48M60 34l30 14" />
        <rect x="42" y="4" width="36" height="18" rx="5" />
        <rect x="12" y="48" width="36" height="18" rx="5" />
        <rect x="72" y="48" width="36" height="18" rx="5" />
      </svg>
      <h2>{isFiltered ? 'No workflow fits these filters' : 'This ledger holds no workflow yet'}</h2>
      <p class="muted">
        {isFiltered
          ? 'Loosen a filter, or look at all of them.'
          : 'Workflows appear here as soon as agents record tasks that name one in wid.'}
      </p>
      {isFiltered && (
        <a class="button" href={formatRoute({ view: 'workflows', filter: {} })}>
          Show all workflows
        </a>
      )}
    </div>
  )
}
