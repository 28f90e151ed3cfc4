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

const least = 0.01
const most = 2.5
/** A small workflow is not blown up. */
const mostFitted = 1.15
/** Of a large drawing, until somebody zooms. */
const firstScale = 0.7

/** Shows all of a drawing in the middle of a window. */
export function fitWhole(drawing: Size, window: Size): Viewport {
  const wanted = Math.min(window.width / Math.max(1, drawing.width), window.height / Math.max(1, drawing.height))
  const scale = clamp(Math.min(wanted, mostFitted))
  return {
    scale,
    left: (window.width - drawing.width * scale) / 2,
    top: (window.height - drawing.height * scale) / 2,
  }
}

/**
 * Where one begins to read: all of a drawing when its text can then be read, else a part of it around a point.
 *
 * @param at in units of the drawing
 */
export function begin(drawing: Size, window: Size, at: Point): Viewport {
  const whole = fitWhole(drawing, window)
  if (whole.scale >= readableScale) return whole
  return {
    scale: firstScale,
    left: within(window.width, drawing.width * firstScale, window.width / 2 - at.x * firstScale),
    top: within(window.height, drawing.height * firstScale, window.height / 2 - at.y * firstScale),
  }
}

/** Moves the drawing so that a point of it is in the middle of the window. */
export function centre(view: Viewport, at: Point, window: Size): Viewport {
  return { ...view, left: window.width / 2 - at.x * view.scale, top: window.height / 2 - at.y * view.scale }
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

/** A shift by which the drawing leaves no needless room at its edges; in the middle where it is smaller. */
function within(window: number, drawing: number, shift: number): number {
  return drawing <= window ? (window - drawing) / 2 : Math.max(window - drawing, Math.min(0, shift))
}

function clamp(scale: number): number {
  return Math.max(least, Math.min(most, scale))
}
