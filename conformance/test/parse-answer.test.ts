import { describe, expect, it } from 'vitest'
import { parseAnswer } from '../src/parse-answer.ts'
import { ProgramError } from '../src/program-error.ts'

describe('the reader of answers', () => {
  it('takes a result with every detail and with none', () => {
    const bare = { tcId: 7, result: 'valid' }
    const none = { tcId: 7, result: 'unsupported' }
    const full = { tcId: 7, result: 'invalid', code: 'ECT_TOKEN_JSON', expect: {}, steps: [] }
    for (const answer of [bare, none, full]) expect(parseAnswer(JSON.stringify(answer))).toEqual(answer)
  })

  it.each([
    ['null'],
    ['7'],
    ['[]'],
    ['{"result":"valid"}'],
    ['{"tcId":"7","result":"valid"}'],
    ['{"tcId":7}'],
    ['{"tcId":7,"result":"VALID"}'],
    ['{"tcId":7,"result":"invalid","code":7}'],
    ['{"tcId":7,"result":"invalid","code":""}'],
    ['{"tcId":7,"result":"invalid","code":"ect_token_json"}'],
    ['{"tcId":7,"result":"invalid","code":"ECT_TOKEN_JSON\\n"}'],
    ['{"tcId":7,"result":"valid","steps":{}}'],
    ['{"tcId":7,"result":"valid"'],
  ])('refuses %s', (line) => {
    expect(() => parseAnswer(line)).toThrow(ProgramError)
  })
})
