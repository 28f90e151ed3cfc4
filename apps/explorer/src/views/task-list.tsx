import type { JSX } from 'preact'
import { formatTime } from '../format-time.ts'
import type { TaskLinks } from '../graph/task-links.ts'
import { outcomeOf } from '../verify/verdict.ts'
import type { WorkflowReport } from '../verify/verify-workflow.ts'
import { agentName, visibleText } from '../visible-text.ts'
import { OutcomeMark, StateMark } from './state-mark.tsx'

interface Properties {
  readonly links: TaskLinks
  readonly report: WorkflowReport | undefined
  readonly selected: number | undefined
  readonly linkTo: (sequence: number) => string
}

/** The tasks of a workflow as a table, in the order in which they were recorded. */
export function TaskList({ links, report, selected, linkTo }: Properties): JSX.Element {
  return (
    <section class="task-list" aria-label="Tasks" tabIndex={-1}>
      <table>
        <thead>
          <tr>
            <th scope="col">Entry</th>
            <th scope="col">Task</th>
            <th scope="col">State</th>
            <th scope="col">Agent</th>
            <th scope="col">After</th>
            <th scope="col">Recorded</th>
            <th scope="col">Verified</th>
          </tr>
        </thead>
        <tbody>
          {links.tasks.map(({ entry, action, agent, state, isOutside }) => {
            const verdicts = report?.get(entry.sequence)
            return (
              <tr key={entry.sequence} class={entry.sequence === selected ? 'selected' : undefined}>
                <td class="number">{entry.sequence}</td>
                <th scope="row">
                  <a class="stretched" href={linkTo(entry.sequence)} aria-current={entry.sequence === selected}>
                    <bdi>{visibleText(action)}</bdi>
                  </a>
                  {isOutside && <span class="chip">outside this workflow</span>}
                </th>
                <td>
                  <StateMark state={state} hasWord={true} />
                </td>
                <td title={visibleText(agent)}>
                  <bdi>{agentName(agent)}</bdi>
                </td>
                <td class="after">{entry.parents.map(({ sequence }) => sequence).join(', ') || '–'}</td>
                <td class="time">{formatTime(entry.storedAt)}</td>
                <td>{verdicts === undefined ? '–' : <OutcomeMark outcome={outcomeOf(verdicts)} />}</td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}
