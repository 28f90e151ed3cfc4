import { describe, expect, it } from 'vitest'
import { EctError } from '../src/ect-error.ts'
import { errorCodes } from '../src/error-code-facts.ts'
import type { EctErrorCode } from '../src/error-codes.ts'
import { problemDetails } from '../src/problem-details.ts'
import type { Revision } from '../src/profiles/index.ts'

const codes = Object.keys(errorCodes) as EctErrorCode[]

describe('problemDetails', () => {
  it.each([
    ['ECT_FIELD_SYNTAX', 400, 'Bad Request'],
    ['ECT_SIGNATURE_INVALID', 403, 'Forbidden'],
    ['ECT_FIELD_BODY_SIZE', 413, 'Content Too Large'],
    ['ECT_FIELD_SIZE', 431, 'Request Header Fields Too Large'],
    ['ECT_SIGNATURE_DER', 500, 'Internal Server Error'],
    ['ECT_REPLAY_CAPACITY', 503, 'Service Unavailable'],
  ] as const)('[HTTP-PROBLEM] of %s has status %i and a generic title', (code, status, title) => {
    expect(problemDetails(new EctError(code))).toEqual({ type: 'about:blank', title, status })
  })

  it('[HTTP-NO-ORACLE] is the same for every refusal of a token', () => {
    const refusals = codes.filter((code) => errorCodes[code].status === 403)
    const answers = refusals.map((code) => JSON.stringify(problemDetails(new EctError(code))))
    expect(new Set(answers).size).toBe(1)
  })

  it('[ERROR-REMOTE-GENERIC] never says path, task id, section, code or cause', () => {
    const details = { path: 'par[0]', taskId: 'task-001', section: '6.9', cause: new Error('secret') }
    for (const code of codes) {
      const answer = JSON.stringify(problemDetails(new EctError(code, details)))
      expect(answer).not.toMatch(/par\[|task-001|6\.9|ECT_|secret/)
    }
  })

  it('[HTTP-SERVICE-CODES] tells the code to an authenticated writer, and nothing else about the token', () => {
    const error = new EctError('ECT_DAG_TASK_EXISTS', { taskId: 'task-001', path: 'tid' })
    const told = { type: 'about:blank', title: 'Forbidden', status: 403, code: 'ECT_DAG_TASK_EXISTS' }
    expect(problemDetails(error, 'authenticated-writer')).toEqual(told)
    expect(problemDetails(error, 'anybody')).not.toHaveProperty('code')
  })

  it('[REVISION-STATUS] has status 403 for every refusal where only ect-01 is accepted', () => {
    const statusOf = (code: EctErrorCode, ...revisions: Revision[]) =>
      problemDetails(new EctError(code), 'anybody', revisions).status
    for (const code of codes) {
      const usual = errorCodes[code].status
      expect(statusOf(code, 'ect-01')).toBe(usual < 500 ? 403 : usual)
      expect(statusOf(code, 'ect-00')).toBe(usual)
      expect(statusOf(code, 'ect-01', 'ect-00')).toBe(usual)
      expect(statusOf(code)).toBe(usual)
    }
    expect(problemDetails(new EctError('ECT_FIELD_SYNTAX'), 'anybody', ['ect-01']).title).toBe('Forbidden')
  })
})
