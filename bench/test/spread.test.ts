import { expect, it } from 'vitest'
import { spreadOf } from '../src/spread.ts'

it('the middle of an odd number of values, and between the two in the middle of an even one', () => {
  expect(spreadOf([3, 1, 10])).toEqual({ median: 3, min: 1, max: 10 })
  expect(spreadOf([4, 1, 2, 10])).toEqual({ median: 3, min: 1, max: 10 })
})

it('nothing has no median', () => {
  expect(() => spreadOf([])).toThrow(TypeError)
})
