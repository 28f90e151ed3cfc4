import { describe, expect, it } from 'vitest'
import { parseExpectedFailures } from '../src/expected-failures.ts'
import type { Answer } from '../src/judge-answer.ts'
import { matchExpectedFailures } from '../src/match-expected-failures.ts'
import { proposeExpectedFailures } from '../src/propose-expected-failures.ts'
import { makeReport } from '../src/report.ts'
import { selectCases } from '../src/select-cases.ts'

const field = selectCases({ suites: ['http-field'], revisions: ['execution-context-00'] })
const reason = 'It was never done.'

/** Right answers, except for the numbers that `change` gives another one for. */
function answers(change: (tcId: number) => Answer['result'] | undefined): Map<number, Answer> {
  return new Map(field.map(({ item: { tcId, result } }) => [tcId, { tcId, result: change(tcId) ?? result }]))
}

const accepting = answers(() => 'valid')
const refused = field.filter(({ item }) => item.result === 'invalid').map(({ item }) => item.tcId)

describe('a report', () => {
  it('puts every case into exactly one of its lists', () => {
    const expectations = matchExpectedFailures([{ cases: [5001, refused[0] ?? 0], reason }], field)
    const report = makeReport(field, accepting, { expectations })
    const lists = [report.passed, report.stale, report.failures, report.expectedFailures]
    expect(
      lists
        .flat()
        .map(({ tcId }) => tcId)
        .toSorted((one, other) => one - other),
    ).toEqual(field.map(({ item }) => item.tcId))
    expect(report.stale).toMatchObject([{ tcId: 5001, reason }])
    expect(report.expectedFailures).toMatchObject([{ tcId: refused[0], given: 'valid', reason }])
  })

  it('is fine when everything that fails was expected to', () => {
    const expectations = matchExpectedFailures([{ cases: refused, reason }], field)
    const report = makeReport(field, accepting, { expectations })
    expect(report.ok).toBe(true)
    expect(report.suites).toMatchObject([{ wrong: refused.length, expected: refused.length }])
  })

  it('is not fine when something passes that was expected to fail', () => {
    const expectations = matchExpectedFailures([{ cases: [5001], reason }], field)
    const report = makeReport(
      field,
      answers(() => undefined),
      { expectations },
    )
    expect([report.ok, report.failures]).toEqual([false, []])
  })

  it('counts what is not implemented in a column of its own, and never as right', () => {
    const report = makeReport(
      field,
      answers(() => 'unsupported'),
    )
    expect(report.ok).toBe(false)
    expect(report.suites).toMatchObject([{ right: 0, wrong: 0, unanswered: 0, unsupported: field.length }])
    expect(report.failures[0]).toMatchObject({ given: 'unsupported' })
    const expectations = matchExpectedFailures([{ suite: 'http-field', reason }], field)
    expect(
      makeReport(
        field,
        answers(() => 'unsupported'),
        { expectations },
      ).ok,
    ).toBe(true)
  })

  it('has one row for each suite and revision', () => {
    const cases = selectCases({ suites: ['http-field', 'level', 'cose'] })
    expect(makeReport(cases, accepting).suites.map(({ suite, revision }) => [suite, revision])).toEqual([
      ['http-field', 'execution-context-00'],
      ['http-field', 'ect-00'],
      ['http-field', 'ect-01'],
      ['level', 'ect-01'],
      ['cose', 'ect-00'],
    ])
  })

  it('counts the cases of each rule', () => {
    const { rules } = makeReport(field, accepting)
    const control = rules.find(({ rule }) => rule === 'HTTP-CONTROL')
    const cases = field.filter(({ item }) => item.rules.includes('HTTP-CONTROL')).length
    expect(control).toEqual({ rule: 'HTTP-CONTROL', cases, right: 0, expected: 0 })
  })
})

describe('a proposed list', () => {
  const proposed = (change: Parameters<typeof answers>[0]) => {
    return proposeExpectedFailures(makeReport(field, answers(change))).expectedFailures
  }

  it('is refused until somebody has written the reasons', () => {
    const list = { expectedFailures: proposed(() => 'unsupported') }
    expect(() => parseExpectedFailures(JSON.stringify(list))).toThrow(TypeError)
  })

  it('names a suite that fails as a whole, a rule, the refusals of a rule, and single cases', () => {
    const revision = 'execution-context-00'
    const base = { suite: 'http-field', revision, reason: '' }
    const withRule = (rule: string) => field.filter(({ item }) => item.rules.includes(rule)).map(({ item }) => item)
    const control = withRule('HTTP-CONTROL').map(({ tcId }) => tcId)
    const limits = withRule('HTTP-LIMIT-TOKENS').filter(({ result }) => result === 'invalid')
    expect(proposed(() => 'unsupported')).toEqual([base])
    expect(proposed((tcId) => (control.includes(tcId) ? 'valid' : undefined))).toEqual([
      { ...base, suite: 'http-field', rule: 'HTTP-CONTROL' },
    ])
    expect(proposed((tcId) => (limits.some((one) => one.tcId === tcId) ? 'valid' : undefined))).toEqual([
      { ...base, rule: 'HTTP-LIMIT-TOKENS', result: 'invalid' },
    ])
    expect(proposed((tcId) => (tcId === 5002 ? 'invalid' : undefined))).toEqual([{ cases: [5002], reason: '' }])
  })

  it('makes the same run pass once it has reasons', () => {
    const entries = proposed(() => 'valid').map((entry) => ({ ...entry, reason }))
    const expectations = matchExpectedFailures(entries, field)
    expect(makeReport(field, accepting, { expectations }).ok).toBe(true)
  })
})
