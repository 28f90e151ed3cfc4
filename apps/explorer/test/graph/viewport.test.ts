import fc from 'fast-check'
import { expect, it } from 'vitest'
import { begin, centre, fitWhole, panBy, readableScale, reveal, zoomAt } from '../../src/graph/viewport.ts'

const window = { width: 800, height: 600 }

it('fits a drawing of any size into the window, in the middle', () => {
  const length = fc.integer({ min: 1, max: 15_000 })
  fc.assert(
    fc.property(length, length, (width, height) => {
      const { scale, left, top } = fitWhole({ width, height }, window)
      expect(left + (width * scale) / 2).toBeCloseTo(400)
      expect(top + (height * scale) / 2).toBeCloseTo(300)
      expect(Math.max((width * scale) / 800, (height * scale) / 600)).toBeLessThanOrEqual(1.001)
    }),
  )
})

it('begins with all of a small drawing, and with a readable part of a large one', () => {
  expect(begin({ width: 700, height: 500 }, window, { x: 0, y: 0 })).toEqual(
    fitWhole({ width: 700, height: 500 }, window),
  )
  const large = begin({ width: 9000, height: 3000 }, window, { x: 4500, y: 50 })
  expect(large.scale).toBeGreaterThan(readableScale)
  expect(4500 * large.scale + large.left).toBeCloseTo(400)
  expect(large.top).toBe(0)
})

it('keeps the point under the pointer where it is while it zooms, both ways', () => {
  const view = { scale: 1, left: 10, top: 20 }
  const zoomed = zoomAt(view, 1.5, { x: 300, y: 200 })
  expect((300 - zoomed.left) / zoomed.scale).toBeCloseTo(290)
  expect(zoomAt(zoomed, 1 / 1.5, { x: 300, y: 200 })).toEqual({
    scale: expect.closeTo(1),
    left: expect.closeTo(10),
    top: expect.closeTo(20),
  })
})

it('never zooms so far that nothing is left', () => {
  const far = Array.from({ length: 99 }).reduce(
    (view: ReturnType<typeof fitWhole>) => zoomAt(view, 0.5, { x: 0, y: 0 }),
    fitWhole(window, window),
  )
  expect(far.scale).toBeGreaterThan(0.001)
})

it('moves a drawing as little as needed to show a point, and not at all when it is seen', () => {
  const view = { scale: 1, left: 0, top: 0 }
  const margin = { width: 50, height: 50 }
  expect(reveal(view, { x: 400, y: 300 }, window, margin)).toEqual(view)
  expect(reveal(view, { x: 1000, y: -10 }, window, margin)).toEqual({ scale: 1, left: -250, top: 60 })
})

it('moves and centres', () => {
  expect(panBy({ scale: 2, left: 1, top: 2 }, { x: 5, y: -5 })).toEqual({ scale: 2, left: 6, top: -3 })
  expect(centre({ scale: 2, left: 1, top: 2 }, { x: 100, y: 100 }, window)).toEqual({ scale: 2, left: 200, top: 100 })
})
