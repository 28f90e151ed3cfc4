import fc from 'fast-check'
import { expect, it } from 'vitest'
import { formatRoute, parseRoute, type Route } from '../src/route.ts'

it('reads every link that it writes, whatever the identifier', () => {
  const id = fc.string({ unit: 'grapheme', minLength: 1 })
  const filter = fc.record({ q: id, agent: id, decision: id, cursor: id }, { requiredKeys: [] })
  const route = fc.oneof(
    fc.constant<Route>({ view: 'trust' }),
    filter.map((each): Route => ({ view: 'workflows', filter: each })),
    fc
      .record(
        { workflowId: id, shows: fc.constantFrom('graph', 'list'), selected: fc.nat() },
        { requiredKeys: ['workflowId', 'shows'] },
      )
      .map((each): Route => ({ view: 'workflow', ...each })),
  )
  fc.assert(
    fc.property(route, (each) => {
      expect(parseRoute(formatRoute(each))).toEqual(each)
    }),
  )
})

it('writes links in which no foreign character is left that could be more than text', () => {
  const link = formatRoute({ view: 'workflow', workflowId: '"><img src=x onerror=alert(1)>', shows: 'graph' })
  expect(link).toMatch(/^#\/workflows\/[A-Za-z0-9%().]+$/)
})

it.for(['', '#', '#/', '#/nowhere', '#/workflows', '#/workflows/', '#/%E0%A4%A', '#/trust/more'])(
  'shows the list of workflows for %s, which is no link of its own',
  (hash) => {
    expect(parseRoute(hash).view).toBe('workflows')
  },
)

it.for(['-1', '1e3', '01', 'x', '99999999999999999999'])('selects nothing for the entry %s', (sequence) => {
  expect(parseRoute(`#/workflows/w/entries/${sequence}`)).toEqual({ view: 'workflow', workflowId: 'w', shows: 'graph' })
})
