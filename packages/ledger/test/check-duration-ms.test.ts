import { expect, it } from 'vitest'
import { checkDurationMs } from '../src/check-duration-ms.ts'
import { checkWhole } from '../src/check-whole.ts'

it('a whole number from the least on is one', () => {
  for (const value of [0, 1, 2 ** 53 - 1]) expect(checkWhole(value, 'value')).toBe(value)
  for (const value of [-1, 0.5, Number.NaN, 2 ** 53]) expect(() => checkWhole(value, 'value')).toThrow(TypeError)
  expect(checkWhole(7, 'value', 7)).toBe(7)
  expect(() => checkWhole(6, 'value', 7)).toThrow(TypeError)
})

it('a time to wait is one that a timer can wait for', () => {
  for (const value of [0, 2 ** 31 - 1]) expect(checkDurationMs(value, 'value')).toBe(value)
  for (const value of [-1, 0.5, 2 ** 31]) expect(() => checkDurationMs(value, 'value')).toThrow(TypeError)
})
