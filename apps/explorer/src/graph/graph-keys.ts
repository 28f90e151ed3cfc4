import type { Layout } from './layout.ts'
import type { Direction } from './neighbour.ts'
import { fitWhole, panBy, type Size, type Viewport, zoomAt } from './viewport.ts'

/** A key as it was pressed. */
export type PressedKey = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>

const directions: ReadonlyMap<string, Direction> = new Map([
  ['ArrowUp', 'up'],
  ['ArrowDown', 'down'],
  ['ArrowLeft', 'left'],
  ['ArrowRight', 'right'],
  ['Home', 'first'],
  ['End', 'last'],
])

const step = 80
const steps: ReadonlyMap<string, { readonly x: number; readonly y: number }> = new Map([
  ['ArrowUp', { x: 0, y: step }],
  ['ArrowDown', { x: 0, y: -step }],
  ['ArrowLeft', { x: step, y: 0 }],
  ['ArrowRight', { x: -step, y: 0 }],
])

/** In which direction a key leads to another task; `undefined` for keys that do not, and for those of the browser. */
export function directionOf(pressed: PressedKey): Direction | undefined {
  return isPlain(pressed) && !pressed.shiftKey ? directions.get(pressed.key) : undefined
}

/** What is seen after a key that moves or zooms; `undefined` for every other key. */
export function viewAfterKey(pressed: PressedKey, view: Viewport, layout: Layout, window: Size): Viewport | undefined {
  if (!isPlain(pressed)) return undefined
  const { key, shiftKey } = pressed
  const middle = { x: window.width / 2, y: window.height / 2 }
  if (key === '+' || key === '=') return zoomAt(view, 1.25, middle)
  if (key === '-') return zoomAt(view, 0.8, middle)
  if (key === '0') return fitWhole(layout, window)
  const by = shiftKey ? steps.get(key) : undefined
  return by === undefined ? undefined : panBy(view, by)
}

function isPlain({ ctrlKey, metaKey, altKey }: PressedKey): boolean {
  return !ctrlKey && !metaKey && !altKey
}
