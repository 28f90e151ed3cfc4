import type { JSX } from 'preact'
import { useCallback, useEffect, useMemo } from 'preact/hooks'
import { FileSource } from '../copy/file-source.ts'
import { formatSpan, formatTime } from '../format-time.ts'
import { linkTasks } from '../graph/task-links.ts'
import { formatRoute, type Route } from '../route.ts'
import type { LedgerSource, Workflow } from '../service/ledger-source.ts'
import { maxTasks } from '../service/service-source.ts'
import { useLoaded } from '../use-loaded.ts'
import { useVerification } from '../use-verification.ts'
import type { Trust } from '../verify/trust.ts'
import { visibleText } from '../visible-text.ts'
import { GraphView } from './graph-view.tsx'
import { LoadFailed, Loading } from './load-states.tsx'
import { SaveCopyButton } from './save-copy-button.tsx'
import { TaskList } from './task-list.tsx'
import { TaskPanel } from './task-panel.tsx'
import { VerificationPanel } from './verification-panel.tsx'

type WorkflowRoute = Extract<Route, { view: 'workflow' }>

interface Properties {
  readonly route: WorkflowRoute
  readonly source: LedgerSource
  readonly trust: Trust
}

/** One workflow: loads it, then shows it. */
export function WorkflowView({ route, source, trust }: Properties): JSX.Element {
  const load = useCallback(() => source.workflow(route.workflowId), [source, route.workflowId])
  const [workflow, retry] = useLoaded(load)
  if (workflow.status === 'loading') return <Loading what="the workflow" />
  if (workflow.status === 'failed') return <LoadFailed failure={workflow.failure} retry={retry} />
  return <LoadedWorkflow workflow={workflow.value} route={route} source={source} trust={trust} />
}

interface LoadedProperties extends Properties {
  readonly workflow: Workflow
}

function LoadedWorkflow({ workflow, route, source, trust }: LoadedProperties): JSX.Element {
  const links = useMemo(() => linkTasks(workflow), [workflow])
  const verification = useVerification(workflow, source, trust)
  const { report, start } = verification
  // A file that somebody opens shows at once whether it is what it says.
  useEffect(() => {
    if (source.kind === 'file') start()
  }, [source, start])
  useEffect(() => {
    document.title = `Workflow ${visibleText(workflow.workflowId)} · ECT Explorer`
    return () => {
      document.title = 'ECT Explorer'
    }
  }, [workflow])
  const linkTo = useCallback(
    (selected: number | undefined) => {
      const { selected: _, ...unselected } = route
      return formatRoute(selected === undefined ? unselected : { ...route, selected })
    },
    [route.workflowId, route.shows],
  )
  const task = route.selected === undefined ? undefined : links.bySequence.get(route.selected)
  return (
    <div class={`workflow ${task === undefined ? '' : 'has-task'}`}>
      <WorkflowHead workflow={workflow} route={route} source={source}>
        <VerificationPanel verification={verification} trust={trust} linkTo={linkTo} />
      </WorkflowHead>
      {route.shows === 'graph' ? (
        <GraphView links={links} report={report} selected={task?.entry.sequence} linkTo={linkTo} />
      ) : (
        <TaskList links={links} report={report} selected={task?.entry.sequence} linkTo={linkTo} />
      )}
      {task !== undefined && (
        <TaskPanel task={task} links={links} report={report?.get(task.entry.sequence)} linkTo={linkTo} />
      )}
    </div>
  )
}

interface HeadProperties {
  readonly workflow: Workflow
  readonly route: WorkflowRoute
  readonly source: LedgerSource
  readonly children: JSX.Element
}

function WorkflowHead({ workflow, route, source, children }: HeadProperties): JSX.Element {
  const { entries, workflowId, isCut } = workflow
  const agents = new Set(entries.map(({ agent }) => agent)).size
  const times = entries.map(({ storedAt }) => storedAt)
  return (
    <section class="workflow-head" aria-label="Workflow">
      <div class="title-row">
        <h1>
          <span class="kind">Workflow</span> <bdi class="id">{visibleText(workflowId)}</bdi>
        </h1>
        <fieldset class="switch">
          <legend class="hidden">Shown as</legend>
          {(['graph', 'list'] as const).map((shows) => (
            <a
              key={shows}
              href={formatRoute({ ...route, shows })}
              aria-current={route.shows === shows ? 'true' : undefined}
            >
              {shows === 'graph' ? 'Graph' : 'List'}
            </a>
          ))}
        </fieldset>
        {source.kind === 'service' && <SaveCopyButton workflow={workflow} source={source} />}
      </div>
      <p class="facts">
        {entries.length} {entries.length === 1 ? 'task' : 'tasks'} by {agents} {agents === 1 ? 'agent' : 'agents'} ·{' '}
        {formatSpan(Math.min(...times), Math.max(...times))}
        {source instanceof FileSource && ` · saved ${formatTime(source.saved.savedAt)} from ${source.saved.savedFrom}`}
      </p>
      {isCut && (
        <p class="notice" role="status">
          Only the first {maxTasks.toLocaleString('en-GB')} tasks are shown. The command line reads all of them.
        </p>
      )}
      {children}
    </section>
  )
}
