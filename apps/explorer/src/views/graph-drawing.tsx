import type { JSX } from 'preact'
import { edgePath, type Layout } from '../graph/layout.ts'
import type { TaskLinks } from '../graph/task-links.ts'
import type { WorkflowReport } from '../verify/verify-workflow.ts'
import { TaskNode } from './task-node.tsx'

interface Properties {
  readonly links: TaskLinks
  readonly layout: Layout
  readonly report: WorkflowReport | undefined
  readonly selected: number | undefined
  /** The selected task with its history and its future. */
  readonly near: ReadonlySet<number>
  /** The one task that the tabulator reaches. */
  readonly entrance: number | undefined
  readonly linkTo: (sequence: number) => string
}

/** Edges and tasks, wherever the viewport is. */
export function GraphDrawing({ links, layout, report, selected, near, entrance, linkTo }: Properties): JSX.Element {
  return (
    <>
      <g class="edges">
        {layout.edges.map(({ from, to, points }) => (
          <path
            key={`${from} ${to}`}
            class={near.has(from) && near.has(to) ? 'near' : undefined}
            d={edgePath(points)}
            marker-end="url(#arrow)"
          />
        ))}
      </g>
      {links.tasks.map((task) => {
        const { sequence } = task.entry
        const place = layout.nodes.get(sequence)
        return place === undefined ? null : (
          <TaskNode
            key={sequence}
            task={task}
            place={place}
            href={linkTo(sequence)}
            isSelected={sequence === selected}
            isNear={near.has(sequence)}
            isEntrance={sequence === entrance}
            report={report?.get(sequence)}
          />
        )
      })}
    </>
  )
}
