import { describe, expect, it } from 'vitest'
import { judgeAnswer } from '../src/judge-answer.ts'
import { loadCases } from '../src/load.ts'
import { questionLine } from '../src/question.ts'
import { selectCases } from '../src/select-cases.ts'

const find = <T extends { readonly result: string }>(cases: readonly T[], result: string): T => {
  const found = cases.find((item) => item.result === result)
  if (found === undefined) throw new TypeError('no such case')
  return found
}
const valid = find(loadCases('http-field'), 'valid')
const invalid = find(loadCases('http-field'), 'invalid')
const ledger = find(loadCases('ledger'), 'invalid')
const right = ledger.steps.map(({ expect: outcome }) => outcome)

describe('the judge of answers', () => {
  it('compares the result first', () => {
    expect(judgeAnswer(valid, { tcId: valid.tcId, result: 'invalid' }).right).toBe(false)
    expect(judgeAnswer(invalid, { tcId: invalid.tcId, result: 'valid' }).right).toBe(false)
    expect(judgeAnswer(invalid, { tcId: invalid.tcId, result: 'invalid' })).toEqual({ right: true, detailed: false })
  })

  it('compares the code of a refusal when it is shown', () => {
    const answer = { tcId: invalid.tcId, result: 'invalid' } as const
    expect(judgeAnswer(invalid, { ...answer, code: invalid.code ?? '' })).toEqual({ right: true, detailed: true })
    expect(judgeAnswer(invalid, { ...answer, code: 'ECT_OTHER' })).toEqual({ right: false, detailed: true })
  })

  it('compares the status of a refusal when it is shown', () => {
    const answer = { tcId: invalid.tcId, result: 'invalid', code: invalid.code ?? '' } as const
    expect(judgeAnswer(invalid, { ...answer, status: invalid.status })).toEqual({ right: true, detailed: true })
    expect(judgeAnswer(invalid, { ...answer, status: 418 }).right).toBe(false)
    expect(judgeAnswer(invalid, { ...answer, status: String(invalid.status) }).right).toBe(false)
  })

  it('compares what came out when it is shown', () => {
    const answer = { tcId: valid.tcId, result: 'valid' } as const
    expect(judgeAnswer(valid, { ...answer, expect: valid.expect })).toEqual({ right: true, detailed: true })
    expect(judgeAnswer(valid, { ...answer, expect: { subjects: [], supporting: [] } })).toEqual({
      right: false,
      detailed: true,
    })
  })

  it('compares the steps of a ledger when they are shown', () => {
    const answer = { tcId: ledger.tcId, result: 'invalid', code: ledger.code ?? '' } as const
    expect(judgeAnswer(ledger, answer)).toEqual({ right: true, detailed: false })
    expect(judgeAnswer(ledger, { ...answer, steps: right })).toEqual({ right: true, detailed: true })
    const noCode = { tcId: ledger.tcId, result: 'invalid', steps: right } as const
    expect(judgeAnswer(ledger, noCode)).toEqual({ right: true, detailed: false })
    expect(judgeAnswer(ledger, { ...answer, steps: right.slice(1) }).right).toBe(false)
    expect(judgeAnswer(ledger, { ...answer, steps: [...right, {}] }).right).toBe(false)
    const withOther = (change: (outcome: (typeof right)[number]) => unknown): unknown[] => right.map(change)
    const noCodes = withOther((outcome) => ('code' in outcome ? {} : outcome))
    expect(judgeAnswer(ledger, { ...answer, steps: noCodes })).toEqual({ right: true, detailed: false })
    const wrongCodes = withOther((outcome) => ('code' in outcome ? { code: 'ECT_OTHER' } : outcome))
    expect(judgeAnswer(ledger, { ...answer, steps: wrongCodes }).right).toBe(false)
    const accepted = withOther((outcome) => ('code' in outcome ? { sequence: 1, parents: [] } : outcome))
    expect(judgeAnswer(ledger, { ...answer, steps: accepted }).right).toBe(false)
  })
})

describe('the judge of hostile answers', () => {
  const nested: unknown = JSON.parse('['.repeat(4e5) + ']'.repeat(4e5))

  it('takes a detail that is nested without end for a wrong one', () => {
    expect(judgeAnswer(valid, { tcId: valid.tcId, result: 'valid', expect: nested }).right).toBe(false)
    const steps = right.map(() => nested)
    expect(judgeAnswer(ledger, { tcId: ledger.tcId, result: 'invalid', steps }).right).toBe(false)
  })
})

describe('a question', () => {
  it('tells nothing of the answer', () => {
    for (const { suite, revision, item } of selectCases({
      suites: ['decode', 'verify', 'http-field', 'ledger', 'proof', 'checkpoint', 'level', 'cose'],
    })) {
      const question = JSON.parse(questionLine(suite, revision, item))
      for (const name of ['result', 'code', 'expect', 'comment', 'rules', 'flags', 'status', 'signedBy'])
        expect(question).not.toHaveProperty(name)
      for (const step of question.steps ?? []) expect(Object.keys(step)).toEqual(['submit', 'at'])
    }
  })

  it('is one line that holds every input', () => {
    const [first] = loadCases('verify')
    if (first === undefined) throw new TypeError('no case')
    const line = questionLine('verify', 'execution-context-00', first)
    expect(line).not.toContain('\n')
    expect(Object.keys(JSON.parse(line)).toSorted()).toEqual([
      'audience',
      'keys',
      'now',
      'options',
      'revision',
      'seen',
      'suite',
      'tcId',
      'token',
      'trustDomains',
      'wits',
    ])
  })
})
