import { expect, it } from 'vitest'
import { directionOf, type PressedKey, viewAfterKey } from '../../src/graph/graph-keys.ts'
import { fitWhole } from '../../src/graph/viewport.ts'

const window = { width: 800, height: 600 }
const view = { scale: 1, left: 0, top: 0 }
const layout = { width: 400, height: 900, nodes: new Map(), edges: [] }

function pressed(key: string, held: Partial<PressedKey> = {}): PressedKey {
  return { key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...held }
}

it('leads to other tasks with arrows, Home and End', () => {
  const keys = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'a']
  expect(keys.map((key) => directionOf(pressed(key)))).toEqual([
    'up',
    'down',
    'left',
    'right',
    'first',
    'last',
    undefined,
  ])
})

it('moves with Shift and the arrows, zooms with plus and minus, and fits with 0', () => {
  const after = (key: string, held?: Partial<PressedKey>) => viewAfterKey(pressed(key, held), view, layout, window)
  expect(after('ArrowDown', { shiftKey: true })).toEqual({ scale: 1, left: 0, top: -80 })
  expect(after('+')?.scale).toBeGreaterThan(1)
  expect(after('-')?.scale).toBeLessThan(1)
  expect(after('0')).toEqual(fitWhole(layout, window))
  expect([after('ArrowDown'), after('Enter'), after('Tab')]).toEqual([undefined, undefined, undefined])
})

it.for(['ctrlKey', 'metaKey', 'altKey'] as const)('leaves keys with %s to the browser', (held) => {
  for (const key of ['ArrowLeft', '+', '-', '0', 'Home']) {
    expect(directionOf(pressed(key, { [held]: true }))).toBeUndefined()
    expect(viewAfterKey(pressed(key, { [held]: true }), view, layout, window)).toBeUndefined()
  }
})
