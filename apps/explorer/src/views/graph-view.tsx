import type { JSX } from 'preact'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import { edgePath, layoutTasks } from '../graph/layout.ts'
import { type Direction, neighbour } from '../graph/neighbour.ts'
import { reach, type TaskLinks } from '../graph/task-links.ts'
import { useViewport } from '../graph/use-viewport.ts'
import { fitWhole, panBy, readableScale, zoomAt } from '../graph/viewport.ts'
import type { WorkflowReport } from '../verify/verify-workflow.ts'
import { GraphControls } from './graph-controls.tsx'
import { Legend } from './legend.tsx'
import { Minimap } from './minimap.tsx'
import { TaskNode } from './task-node.tsx'

interface Properties {
  readonly links: TaskLinks
  readonly report: WorkflowReport | undefined
  readonly selected: number | undefined
  readonly linkTo: (sequence: number | undefined) => string
}

const directions: Readonly<Record<string, Direction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  Home: 'first',
  End: 'last',
}

/** The graph of a workflow. Tasks are links; one of them has the focus, and the arrow keys lead to its neighbours. */
export function GraphView({ links, report, selected, linkTo }: Properties): JSX.Element {
  const layout = useMemo(() => layoutTasks(links), [links])
  const canvas = useRef<SVGSVGElement>(null)
  const entrance = selected ?? links.tasks[0]?.entry.sequence
  const viewport = useViewport(canvas, layout, layout.nodes.get(entrance ?? -1) ?? { x: 0, y: 0 })
  const { view, setView, size, show } = viewport
  const near = useMemo(() => nearTo(selected, links), [selected, links])

  useEffect(() => {
    const place = selected === undefined ? undefined : layout.nodes.get(selected)
    if (place !== undefined) show(place)
  }, [selected, layout, show])

  const walk = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const middle = { x: size.width / 2, y: size.height / 2 }
    const direction = directions[event.key]
    const from = focusedSequence(canvas.current)
    if (direction !== undefined && from !== undefined && !event.shiftKey) {
      const to = neighbour(from, direction, links, layout)
      const place = layout.nodes.get(to)
      if (place !== undefined) show(place)
      canvas.current?.querySelector<SVGAElement>(`a[data-sequence="${to}"]`)?.focus({ preventScroll: true })
    } else if (direction !== undefined && event.shiftKey) setView(panBy(view, steps[direction]))
    else if (event.key === '+' || event.key === '=') setView(zoomAt(view, 1.25, middle))
    else if (event.key === '-') setView(zoomAt(view, 0.8, middle))
    else if (event.key === '0') setView(fitWhole(layout, size))
    else if (event.key === 'Escape' && selected !== undefined) location.hash = linkTo(undefined)
    else return
    event.preventDefault()
  }

  // The same elements while only the viewport moves, so that nothing of them is compared.
  const drawing = useMemo(
    () => (
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
    ),
    [layout, links, near, selected, entrance, report, linkTo],
  )
  const isFar = view.scale < readableScale
  return (
    <section class="graph" aria-label="Graph of the tasks">
      <svg
        ref={canvas}
        class={`canvas ${isFar ? 'far' : ''} ${selected === undefined ? '' : 'has-selection'}`}
        onKeyDown={walk}
      >
        <title>Tasks as boxes, in rows from the first ones down; lines lead from parents to children.</title>
        <defs>
          <marker
            id="arrow"
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="7"
            markerHeight="7"
            orient="auto-start-reverse"
          >
            <path d="M0 .5L7.5 4L0 7.5Z" />
          </marker>
        </defs>
        <g transform={`translate(${view.left} ${view.top}) scale(${view.scale})`}>{drawing}</g>
      </svg>
      <Legend links={links} />
      <Minimap links={links} layout={layout} viewport={viewport} />
      <GraphControls layout={layout} viewport={viewport} />
    </section>
  )
}

const steps: Readonly<Record<Direction, { readonly x: number; readonly y: number }>> = {
  up: { x: 0, y: 80 },
  down: { x: 0, y: -80 },
  left: { x: 80, y: 0 },
  right: { x: -80, y: 0 },
  first: { x: 0, y: 800 },
  last: { x: 0, y: -800 },
}

/** The selected task with all it builds on and all that builds on it. */
function nearTo(selected: number | undefined, { parents, children }: TaskLinks): ReadonlySet<number> {
  if (selected === undefined) return new Set()
  return new Set([selected, ...reach(selected, parents), ...reach(selected, children)])
}

function focusedSequence(canvas: SVGSVGElement | null): number | undefined {
  const focused = document.activeElement
  if (!(focused instanceof SVGAElement) || canvas?.contains(focused) !== true) return undefined
  return Number(focused.dataset.sequence)
}
