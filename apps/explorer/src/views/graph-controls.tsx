import type { JSX } from 'preact'
import type { Layout } from '../graph/layout.ts'
import type { UsedViewport } from '../graph/use-viewport.ts'
import { fitWhole, zoomAt } from '../graph/viewport.ts'

interface Properties {
  readonly layout: Layout
  readonly viewport: UsedViewport
}

/** Buttons for what wheel, pinch and keys do too. */
export function GraphControls({ layout, viewport: { view, setView, size } }: Properties): JSX.Element {
  const middle = { x: size.width / 2, y: size.height / 2 }
  return (
    <fieldset class="graph-controls">
      <legend class="hidden">Zoom</legend>
      <button type="button" aria-label="Zoom out" onClick={() => setView(zoomAt(view, 0.8, middle))}>
        −
      </button>
      <button type="button" aria-label="Zoom in" onClick={() => setView(zoomAt(view, 1.25, middle))}>
        +
      </button>
      <button type="button" onClick={() => setView(fitWhole(layout, size))}>
        Fit
      </button>
    </fieldset>
  )
}
