import { expect, it } from 'vitest'
import { fitText } from '../../src/graph/fit-text.ts'

const measure = (text: string): number => [...text].length * 10

it('leaves alone what fits and cuts what does not, by whole characters', () => {
  expect(fitText('review', 60, measure)).toBe('review')
  expect(fitText('review_spec', 60, measure)).toBe('revie…')
  expect(fitText('𝒜𝒷𝒸𝒹ℯ', 30, measure)).toBe('𝒜𝒷…')
})

it('leaves an ellipsis where nothing has room', () => {
  expect(fitText('review', 5, measure)).toBe('…')
})
