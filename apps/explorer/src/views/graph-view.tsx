import type { JSX } from 'preact'
import { useEffect, useMemo, useRef } from 'preact/hooks'
import { directionOf, viewAfterKey } from '../graph/graph-keys.ts'
import { layoutTasks } from '../graph/layout.ts'
import { neighbour } from '../graph/neighbour.ts'
import { reach, type TaskLinks } from '../graph/task-links.ts'
import { useViewport } from '../graph/use-viewport.ts'
import { readableScale } from '../graph/viewport.ts'
import type { WorkflowReport } from '../verify/verify-workflow.ts'
import { GraphControls } from './graph-controls.tsx'
import { GraphDrawing } from './graph-drawing.tsx'
import { Legend } from './legend.tsx'
import { Minimap } from './minimap.tsx'

interface Properties {
  readonly links: TaskLinks
  readonly report: WorkflowReport | undefined
  readonly selected: number | undefined
  readonly linkTo: (sequence: number | undefined) => string
}

/** The graph of a workflow. Tasks are links; one of them has the focus, and the arrow keys lead to its neighbours. */
export function GraphView({ links, report, selected, linkTo }: Properties): JSX.Element {
  const layout = useMemo(() => layoutTasks(links), [links])
  const near = useMemo(() => nearTo(selected, links), [selected, links])
  const canvas = useRef<SVGSVGElement>(null)
  const entrance = selected ?? links.tasks[0]?.entry.sequence
  const viewport = useViewport(canvas, layout, layout.nodes.get(entrance ?? -1) ?? { x: 0, y: 0 })
  const { view, setView, size, show } = viewport

  const reveal = (sequence: number | undefined): void => {
    const place = sequence === undefined ? undefined : layout.nodes.get(sequence)
    if (place !== undefined) show(place)
  }
  useEffect(() => reveal(selected), [selected, layout, show])

  const onKey = (event: KeyboardEvent): void => {
    const direction = directionOf(event)
    const from = focusedSequence(canvas.current)
    const next = viewAfterKey(event, view, layout, size)
    if (direction !== undefined && from !== undefined) {
      const to = neighbour(from, direction, links, layout)
      reveal(to)
      canvas.current?.querySelector<SVGAElement>(`a[data-sequence="${to}"]`)?.focus({ preventScroll: true })
    } else if (next !== undefined) setView(next)
    else if (event.key === 'Escape' && selected !== undefined) location.hash = linkTo(undefined)
    else return
    event.preventDefault()
  }

  // The same element while only the viewport moves, so that nothing in it is compared.
  const drawing = useMemo(
    () => <GraphDrawing {...{ links, layout, report, selected, near, entrance, linkTo }} />,
    [layout, links, near, selected, entrance, report, linkTo],
  )
  const flags = [view.scale < readableScale ? 'far' : '', selected === undefined ? '' : 'has-selection']
  return (
    <section class="graph" aria-label="Graph of the tasks">
      <svg ref={canvas} class={`canvas ${flags.join(' ')}`} onKeyDown={onKey}>
        <title>Tasks as boxes, in rows from the first ones down; lines lead from parents to children.</title>
        <defs>
          <marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
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
