import { expect, it } from 'vitest'
import { filterQuery, isFiltered } from '../src/workflow-filter.ts'

it('asks for whole days, both included', () => {
  const query = new URLSearchParams(filterQuery({ since: '2026-03-01', until: '2026-03-01' }, 25))
  expect(Number(query.get('until')) - Number(query.get('since'))).toBe(86_399)
})

it('leaves out what is no day, and passes every other filter on', () => {
  const query = new URLSearchParams(filterQuery({ since: 'yesterday', q: 'a&b=c', decision: 'rejected' }, 25))
  expect([...query]).toEqual([
    ['limit', '25'],
    ['q', 'a&b=c'],
    ['decision', 'rejected'],
  ])
})

it('does not take the place in the list for a filter', () => {
  expect([isFiltered({ cursor: '7' }), isFiltered({ cursor: '7', q: 'a' })]).toEqual([false, true])
})
