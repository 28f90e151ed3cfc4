import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { type Layout, nodeSize } from '../graph/layout.ts'
import type { TaskLinks } from '../graph/task-links.ts'
import type { UsedViewport } from '../graph/use-viewport.ts'
import { centre, fitWhole } from '../graph/viewport.ts'

interface Properties {
  readonly links: TaskLinks
  readonly layout: Layout
  readonly viewport: UsedViewport
}

const most = { width: 190, height: 130 }

/** All of a large drawing, with a frame around the part that is seen. Pointers move it; keys have the arrows. */
export function Minimap({ links, layout, viewport: { view, setView, size } }: Properties): JSX.Element | null {
  const { scale } = fitWhole(layout, most)
  const tasks = useMemo(
    () =>
      links.tasks.map(({ entry, state }) => {
        const place = layout.nodes.get(entry.sequence)
        return place === undefined ? null : (
          <rect
            key={entry.sequence}
            class={`state-${state}`}
            x={place.x - nodeSize.width / 2}
            y={place.y - nodeSize.height / 2}
            {...nodeSize}
          />
        )
      }),
    [links, layout],
  )
  if (layout.width * view.scale <= size.width && layout.height * view.scale <= size.height) return null
  const go = (event: PointerEvent): void => {
    if (event.buttons === 0 || !(event.currentTarget instanceof Element)) return
    const { left, top } = event.currentTarget.getBoundingClientRect()
    setView(centre(view, { x: (event.clientX - left) / scale, y: (event.clientY - top) / scale }, size))
  }
  return (
    <svg
      class="minimap"
      aria-hidden="true"
      width={layout.width * scale}
      height={layout.height * scale}
      viewBox={`0 0 ${layout.width} ${layout.height}`}
      onPointerDown={go}
      onPointerMove={go}
    >
      {tasks}
      <rect
        class="window"
        x={-view.left / view.scale}
        y={-view.top / view.scale}
        width={size.width / view.scale}
        height={size.height / view.scale}
        stroke-width={1.5 / scale}
      />
    </svg>
  )
}
