import { errorCodes } from '@wimse-ect/claims'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { formatTime } from '../format-time.ts'
import type { ShownTask } from '../graph/shown-task.ts'
import { reach, type TaskLinks } from '../graph/task-links.ts'
import { dimensions, dimensionWords, type TaskReport, type Verdict } from '../verify/verdict.ts'
import { visibleText } from '../visible-text.ts'
import { ClaimList } from './claim-list.tsx'
import { OutcomeMark, StateMark } from './state-mark.tsx'

interface Properties {
  readonly task: ShownTask
  readonly links: TaskLinks
  readonly report: TaskReport | undefined
  /** The link to a task; without a sequence, to the workflow alone. */
  readonly linkTo: (sequence: number | undefined) => string
}

/** Everything about one task: what it claims, what was found true, what it builds on and what builds on it. */
export function TaskPanel({ task, links, report, linkTo }: Properties): JSX.Element {
  const { entry, action, agent, state } = task
  const panel = useRef<HTMLElement>(null)
  // Another task begins at its top.
  useEffect(() => {
    panel.current?.scrollTo({ top: 0 })
  }, [entry.sequence])
  return (
    <aside class="task-panel" aria-labelledby="task-title" ref={panel}>
      <header>
        <StateMark state={state} hasWord={true} />
        <a class="close" href={linkTo(undefined)}>
          <span class="hidden">Close the task</span>
          <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
            <path d="M3 3l10 10M13 3L3 13" />
          </svg>
        </a>
        <h2 id="task-title">
          <bdi>{visibleText(action)}</bdi>
        </h2>
        <p class="agent">
          <bdi>{visibleText(agent)}</bdi>
        </p>
        {task.isOutside && <p class="notice">This parent does not belong to the workflow.</p>}
      </header>
      <section aria-labelledby="verdicts-title">
        <h3 id="verdicts-title">Verification</h3>
        {report === undefined ? <p class="muted">Not verified yet.</p> : <Verdicts report={report} />}
      </section>
      <Relations
        title="Builds on"
        none="Nothing: it is a beginning."
        of={entry.sequence}
        edges={links.parents}
        {...{ links, linkTo }}
      />
      <Relations
        title="Depends on it"
        none="Nothing yet."
        of={entry.sequence}
        edges={links.children}
        {...{ links, linkTo }}
      />
      <section aria-labelledby="claims-title">
        <h3 id="claims-title">Claims</h3>
        {task.claims === undefined ? (
          <p class="problem">The token cannot be read. What is shown is what the ledger says about it.</p>
        ) : (
          <ClaimList claims={task.claims} />
        )}
      </section>
      <LedgerFacts task={task} />
    </aside>
  )
}

function Verdicts({ report }: { readonly report: TaskReport }): JSX.Element {
  return (
    <ul class="verdicts">
      {dimensions.map((dimension) => (
        <li key={dimension}>
          <span class="name">{dimensionWords[dimension].name}</span>
          <OutcomeMark outcome={report[dimension].outcome} />
          <Explanation verdict={report[dimension]} asks={dimensionWords[dimension].asks} />
        </li>
      ))}
    </ul>
  )
}

function Explanation({ verdict, asks }: { readonly verdict: Verdict; readonly asks: string }): JSX.Element {
  if (verdict.outcome === 'pass') return <span class="why muted">{asks}</span>
  if (verdict.outcome === 'unchecked') return <span class="why muted">Not checked: {verdict.reason}.</span>
  return (
    <span class="why">
      <code>{verdict.code}</code> {verdict.path !== undefined && <code>{verdict.path}</code>}{' '}
      {errorCodes[verdict.code].meaning}
    </span>
  )
}

interface RelationProperties {
  readonly title: string
  readonly none: string
  readonly of: number
  readonly edges: ReadonlyMap<number, readonly number[]>
  readonly links: TaskLinks
  readonly linkTo: (sequence: number) => string
}

const shownRelations = 12

/** The tasks in one direction: the direct ones, then those behind them. */
function Relations({ title, none, of, edges, links, linkTo }: RelationProperties): JSX.Element {
  const direct = edges.get(of) ?? []
  const further = reach(of, edges).filter((sequence) => !direct.includes(sequence))
  const list = (sequences: readonly number[]): JSX.Element => (
    <ul class="relations">
      {sequences.map((sequence) => (
        <RelatedTask key={sequence} task={links.bySequence.get(sequence)} href={linkTo(sequence)} />
      ))}
    </ul>
  )
  return (
    <section aria-label={title}>
      <h3>
        {title} {direct.length > 0 && <span class="muted">{direct.length + further.length}</span>}
      </h3>
      {direct.length === 0 ? <p class="muted">{none}</p> : list(direct)}
      {further.length > 0 && (
        <details open={further.length <= shownRelations}>
          <summary>Further away: {further.length}</summary>
          {list(further)}
        </details>
      )}
    </section>
  )
}

function RelatedTask({
  task,
  href,
}: {
  readonly task: ShownTask | undefined
  readonly href: string
}): JSX.Element | null {
  if (task === undefined) return null
  return (
    <li>
      <a href={href}>
        <StateMark state={task.state} />
        <bdi>{visibleText(task.action)}</bdi>
        <span class="muted number">{task.entry.sequence}</span>
      </a>
    </li>
  )
}

function LedgerFacts({ task: { entry, header } }: { readonly task: ShownTask }): JSX.Element {
  return (
    <section aria-labelledby="entry-title">
      <h3 id="entry-title">Entry {entry.sequence}</h3>
      <dl class="claims">
        <dt>verified at</dt>
        <dd>{formatTime(entry.verifiedAt)}</dd>
        <dt>stored at</dt>
        <dd>{formatTime(entry.storedAt)}</dd>
        <dt>came late by</dt>
        <dd>{entry.latenessSeconds} s</dd>
        {header !== undefined && (
          <>
            <dt>key</dt>
            <dd class="mono">{visibleText(String(header.kid))}</dd>
            <dt>algorithm</dt>
            <dd class="mono">{visibleText(String(header.alg))}</dd>
          </>
        )}
      </dl>
      <details>
        <summary>Token</summary>
        <p class="token mono">{visibleText(entry.token)}</p>
      </details>
    </section>
  )
}
