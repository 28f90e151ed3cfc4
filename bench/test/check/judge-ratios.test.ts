import { expect, it } from 'vitest'
import { judgeRatios } from '../../src/check/judge-ratios.ts'

it('a ratio may fall to six tenths of the stored one, and rise as it likes', () => {
  const verdict = (measured: number): boolean | undefined => judgeRatios({ a: 0.5 }, { a: measured })[0]?.isFine
  expect([0.29, 0.3, 0.5, 5].map(verdict)).toEqual([false, true, true, true])
})

it('a stored ratio that was not measured is not fine', () => {
  expect(judgeRatios({ a: 0.5 }, { b: 0.5 })).toEqual([{ name: 'a', stored: 0.5, measured: undefined, isFine: false }])
})
