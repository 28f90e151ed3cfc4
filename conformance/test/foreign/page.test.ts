import { describe, expect, it } from 'vitest'
import { withTables } from '../../src/foreign/page.ts'
import { adapterTables } from '../../src/foreign/tables.ts'
import { makeReport } from '../../src/report.ts'
import { selectCases } from '../../src/select-cases.ts'

const page = 'before\n<!-- begin one -->\nold\n<!-- end one -->\nafter\n'

describe('the page about other implementations', () => {
  it('gets its tables between two comments, as often as they are written', () => {
    const once = withTables(page, new Map([['one', 'new']]))
    expect(once).toBe('before\n<!-- begin one -->\nnew\n<!-- end one -->\nafter\n')
    expect(withTables(once, new Map([['one', 'new']]))).toBe(once)
  })

  it('keeps what is not replaced, and has a place for every table', () => {
    expect(withTables(page, new Map())).toBe(page)
    expect(() => withTables(page, new Map([['other', 'new']]))).toThrow(TypeError)
  })

  it('counts what goes through, what is refused and what is left out', () => {
    const selected = selectCases({ suites: ['http-field'] })
    const [accepted, refused, left] = [5001, 5009, 5010]
    const answers = new Map(
      selected.map(({ item: { tcId, result } }) => {
        const turned = result === 'valid' ? 'invalid' : 'valid'
        const given = tcId === accepted || tcId === refused ? turned : result
        return [tcId, { tcId, result: tcId === left ? ('unsupported' as const) : given }]
      }),
    )
    const expectations = new Map([accepted, refused, left].map((tcId) => [tcId, { reason: 'a|b', mustFail: true }]))
    const text = adapterTables(makeReport(selected, answers, { expectations }))
    const { length: first } = selected.filter(({ revision }) => revision === 'execution-context-00')
    const { length: later } = selected.filter(({ revision }) => revision === 'ect-01')
    expect(text).toContain(`| \`http-field\` | \`execution-context-00\` | ${first} | ${first - 3} | 1 | 1 | 0 | 1 |`)
    expect(text).toContain(`| \`http-field\` | \`ect-01\` | ${later} | ${later} | 0 | 0 | 0 | 0 |`)
    expect(text).toContain(`| all |  | ${selected.length} | ${selected.length - 3} | 1 | 1 | 0 | 1 |`)
    expect(text).toMatch(/\| a\\\|b \| .* \| 1 \| 1 \| 0 \| 1 \|/)
  })
})
