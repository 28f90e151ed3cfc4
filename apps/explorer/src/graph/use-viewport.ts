import type { RefObject } from 'preact'
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import { type Layout, nodeSize, type Point } from './layout.ts'
import { begin, panBy, reveal, type Size, type Viewport, zoomAt } from './viewport.ts'

/** A viewport in use. */
export interface UsedViewport {
  readonly view: Viewport
  readonly setView: (view: Viewport) => void
  /** Of the window, in pixels. */
  readonly size: Size
  /** Moves the drawing so that a point of it is seen. */
  readonly show: (point: Point) => void
}

/** Pointers that move less than this, in pixels, click. */
const clickTolerance = 4

/**
 * Lets people move and zoom a drawing with wheel, mouse, pen and fingers.
 *
 * @param start where one begins to read, in units of the drawing
 */
export function useViewport(canvas: RefObject<SVGSVGElement | null>, layout: Layout, start: Point): UsedViewport {
  const firstStart = useRef(start)
  firstStart.current = start
  const [view, setView] = useState<Viewport>({ scale: 1, left: 0, top: 0 })
  const [size, setSize] = useState<Size>({ width: 0, height: 0 })
  const fitted = useRef<Layout>(undefined)
  useEffect(() => {
    const svg = canvas.current
    if (svg === null) return undefined
    const watch = new ResizeObserver(() => {
      const next = { width: svg.clientWidth, height: svg.clientHeight }
      setSize(next)
      if (next.width === 0 || fitted.current === layout) return
      fitted.current = layout
      setView(begin(layout, next, firstStart.current))
    })
    watch.observe(svg)
    return () => watch.disconnect()
  }, [canvas, layout])
  useEffect(() => (canvas.current === null ? undefined : followPointers(canvas.current, setView)), [canvas])
  const show = useCallback(
    (point: Point) => {
      const svg = canvas.current
      // Until the drawing was fitted there is nothing to move.
      if (svg === null || fitted.current !== layout) return
      const window = { width: svg.clientWidth, height: svg.clientHeight }
      setView((now) => {
        const margin = {
          width: Math.max((nodeSize.width * now.scale) / 2 + 24, window.width / 4),
          height: Math.max((nodeSize.height * now.scale) / 2 + 24, window.height / 4),
        }
        return reveal(now, point, window, margin)
      })
    },
    [canvas, layout],
  )
  return { view, setView, size, show }
}

/** Changes the present viewport. */
type Change = (change: (view: Viewport) => Viewport) => void

/** Follows wheel and pointers until the function that it returns is called. One pointer moves, two zoom. */
function followPointers(svg: SVGSVGElement, change: Change): () => void {
  const pointers = new Map<number, Point>()
  let moved = 0
  const place = ({ clientX, clientY }: MouseEvent): Point => {
    const { left, top } = svg.getBoundingClientRect()
    return { x: clientX - left, y: clientY - top }
  }
  const wheel = (event: WheelEvent): void => {
    event.preventDefault()
    const pixels = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * 16 : event.deltaY
    change((view) => zoomAt(view, Math.exp(-pixels * (event.ctrlKey ? 0.01 : 0.0015)), place(event)))
  }
  const down = (event: PointerEvent): void => {
    if (event.button !== 0) return
    if (pointers.size === 0) moved = 0
    pointers.set(event.pointerId, place(event))
  }
  const move = (event: PointerEvent): void => {
    const before = pointers.get(event.pointerId)
    if (before === undefined) return
    const now = place(event)
    moved += Math.abs(now.x - before.x) + Math.abs(now.y - before.y)
    // Captured only now: a captured pointer would click the canvas instead of a task.
    if (moved > clickTolerance) svg.setPointerCapture(event.pointerId)
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1]
    pointers.set(event.pointerId, now)
    if (other === undefined) change((view) => panBy(view, { x: now.x - before.x, y: now.y - before.y }))
    else change((view) => zoomAt(view, distance(now, other) / Math.max(1, distance(before, other)), other))
  }
  const up = (event: PointerEvent): void => {
    pointers.delete(event.pointerId)
  }
  const click = (event: MouseEvent): void => {
    if (moved > clickTolerance) event.preventDefault()
  }
  const following = new AbortController()
  const { signal } = following
  svg.addEventListener('wheel', wheel, { passive: false, signal })
  svg.addEventListener('pointerdown', down, { signal })
  svg.addEventListener('pointermove', move, { signal })
  svg.addEventListener('pointerup', up, { signal })
  svg.addEventListener('pointercancel', up, { signal })
  svg.addEventListener('click', click, { capture: true, signal })
  return () => following.abort()
}

function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y)
}
