import type { Point } from './layout.ts'

/** Which part of a drawing is seen: a point of it at `x`, `y` stands at `x * scale + left`, `y * scale + top`. */
export interface Viewport {
  readonly scale: number
  readonly left: number
  readonly top: number
}

/** Width and height in pixels. */
export interface Size {
  readonly width: number
  readonly height: number
}

/** Below this scale the text of tasks cannot be read, and their symbols are drawn larger instead. */
export const readableScale = 0.5

const least = 0.05
const most = 2.5
/** A small workflow is not blown up. */
const mostFitted = 1.15

/** Shows all of a drawing in the middle of a window. */
export function fit(drawing: Size, window: Size): Viewport {
  const wanted = Math.min(window.width / Math.max(1, drawing.width), window.height / Math.max(1, drawing.height))
  const scale = clamp(Math.min(wanted, mostFitted))
  return {
    scale,
    left: (window.width - drawing.width * scale) / 2,
    top: (window.height - drawing.height * scale) / 2,
  }
}

/** Zooms by a factor around a point of the window, which stays where it is. */
export function zoomAt(view: Viewport, factor: number, at: Point): Viewport {
  const scale = clamp(view.scale * factor)
  const ratio = scale / view.scale
  return { scale, left: at.x - (at.x - view.left) * ratio, top: at.y - (at.y - view.top) * ratio }
}

/** Moves the drawing by pixels of the window. */
export function panBy(view: Viewport, by: Point): Viewport {
  return { ...view, left: view.left + by.x, top: view.top + by.y }
}

/** Moves the drawing as little as is needed to have a point of it inside the window, with a margin. */
export function reveal(view: Viewport, point: Point, window: Size, margin: Size): Viewport {
  const at = { x: point.x * view.scale + view.left, y: point.y * view.scale + view.top }
  const inside = (value: number, length: number, edge: number): number =>
    Math.max(Math.min(edge, length / 2), Math.min(value, length - Math.min(edge, length / 2)))
  return panBy(view, {
    x: inside(at.x, window.width, margin.width) - at.x,
    y: inside(at.y, window.height, margin.height) - at.y,
  })
}

function clamp(scale: number): number {
  return Math.max(least, Math.min(most, scale))
}
