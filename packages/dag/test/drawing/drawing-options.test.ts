import { describe, expect, it } from 'vitest'
import { drawingSettings } from '../../src/drawing/drawing-options.ts'

describe('drawingSettings', () => {
  it('draws downwards with texts of 40 characters by default', () => {
    expect(drawingSettings()).toEqual({ direction: 'TB', maxTextLength: 40 })
    expect(drawingSettings({ direction: 'down' })).toEqual({ direction: 'TB', maxTextLength: 40 })
  })

  it('takes other values', () => {
    expect(drawingSettings({ direction: 'right', maxTextLength: 1 })).toEqual({ direction: 'LR', maxTextLength: 1 })
  })

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses texts of %d characters', (maxTextLength) => {
    expect(() => drawingSettings({ maxTextLength })).toThrow(TypeError)
  })
})
