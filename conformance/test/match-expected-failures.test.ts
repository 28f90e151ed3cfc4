import { describe, expect, it } from 'vitest'
import type { ExpectedFailure } from '../src/expected-failures.ts'
import { matchExpectedFailures } from '../src/match-expected-failures.ts'
import { selectCases } from '../src/select-cases.ts'

const reason = 'It was never done.'
const decode = selectCases({ suites: ['decode'] })
const fresh = selectCases({ seed: 1, freshCases: 20, suites: ['decode'] })
const numbers = (entries: readonly ExpectedFailure[], cases = decode): number[] => [
  ...matchExpectedFailures(entries, cases).keys(),
]
const withRule = (rule: string): number[] =>
  decode.filter(({ item }) => item.rules.includes(rule)).map(({ item }) => item.tcId)

describe('a list of expected failures', () => {
  it('covers the cases that it names', () => {
    expect(numbers([{ cases: [1002, 1001], reason }])).toEqual([1001, 1002])
  })

  it('covers a whole suite, a whole revision, and a rule', () => {
    const all = decode.map(({ item }) => item.tcId)
    expect(numbers([{ suite: 'decode', reason }])).toEqual(all)
    for (const revision of ['execution-context-00', 'ect-00', 'ect-01'] as const) {
      const own = decode.filter((one) => one.revision === revision).map(({ item }) => item.tcId)
      expect(own.length).toBeGreaterThan(0)
      expect(numbers([{ revision, reason }])).toEqual(own)
    }
    expect(numbers([{ rule: 'ENV-BOM', reason }])).toEqual(withRule('ENV-BOM'))
  })

  it('leaves out what it excepts and what has another result', () => {
    const [first = 0, ...rest] = withRule('ENV-BOM')
    expect(numbers([{ rule: 'ENV-BOM', except: [first], reason }])).toEqual(rest)
    const refused = numbers([{ rule: 'ENV-BOM', result: 'invalid', reason }])
    expect(refused.length).toBeGreaterThan(0)
    expect(refused.length).toBeLessThan(rest.length + 1)
  })

  it('is judged only where its cases were asked for', () => {
    expect(
      numbers([
        { cases: [4004], reason },
        { suite: 'ledger', reason },
      ]),
    ).toEqual([])
  })

  it('gives the reason of the first entry that fits', () => {
    const entries = [{ cases: [1001], reason: 'first' }, { suite: 'decode', reason: 'second' } as const]
    const found = matchExpectedFailures(entries, decode)
    expect([found.get(1001)?.reason, found.get(1002)?.reason]).toEqual(['first', 'second'])
  })

  it('excuses fresh cases by rule, without the claim that each of them fails', () => {
    for (const { mustFail } of matchExpectedFailures([{ suite: 'decode', reason }], fresh).values())
      expect(mustFail).toBe(false)
    const [one] = fresh
    const named = matchExpectedFailures([{ cases: [one?.item.tcId ?? 0], reason }], fresh)
    expect([...named.values()]).toEqual([{ reason, mustFail: true }])
  })

  it.each<[string, readonly ExpectedFailure[]]>([
    ['a case that does not exist', [{ cases: [999], reason }]],
    ['a fresh case where none were made', [{ cases: [1_000_001], reason }]],
    ['a case twice', [{ cases: [1001, 1001], reason }]],
    [
      'a case in two entries',
      [
        { cases: [1001], reason },
        { cases: [1001], reason },
      ],
    ],
    [
      'a group twice',
      [
        { suite: 'dag', reason },
        { suite: 'dag', reason: 'again' },
      ],
    ],
    ['a rule that does not exist', [{ rule: 'ENV-NOTHING', reason }]],
    ['a rule without cases in the suite', [{ rule: 'ENV-BOM', suite: 'dag', reason }]],
    ['an exception outside of the group', [{ rule: 'ENV-BOM', except: [4004], reason }]],
  ])('is wrong use when it names %s', (_, entries) => {
    expect(() => numbers(entries)).toThrow(TypeError)
  })

  it('is wrong use when it names a suite or a revision that does not exist', () => {
    // @ts-expect-error: no such suite
    expect(() => numbers([{ suite: 'nothing', reason }])).toThrow(TypeError)
    // @ts-expect-error: no such revision
    expect(() => numbers([{ revision: 'nothing', reason }])).toThrow(TypeError)
  })
})
