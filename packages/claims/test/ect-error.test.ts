import { describe, expect, it } from 'vitest'
import { EctError, isEctError } from '../src/ect-error.ts'
import { errorCodes } from '../src/error-code-facts.ts'

describe('EctError', () => {
  it('[ERROR-CODE] carries the code, the section of the table and a message for people', () => {
    const error = new EctError('ECT_TOKEN_SIZE')
    expect(error).toBeInstanceOf(Error)
    expect(error).toMatchObject({ name: 'EctError', code: 'ECT_TOKEN_SIZE', section: '4.1' })
    const { meaning, remedy } = errorCodes.ECT_TOKEN_SIZE
    expect(error.message).toBe(`${meaning} ${remedy}`)
    expect([error.path, error.taskId, 'cause' in error]).toEqual([undefined, undefined, false])
  })

  it('[ERROR-CODE] carries path, task id, another section and the cause', () => {
    const cause = new Error('connection refused')
    const error = new EctError('ECT_CLAIM_TYPE', { path: 'par[2]', taskId: 'task-001', section: '3.2', cause })
    expect(error).toMatchObject({ path: 'par[2]', taskId: 'task-001', section: '3.2', cause })
    expect(error.message).toContain('par[2]: ')
  })

  it('[ERROR-TEXT-CLEAN] puts neither task id nor cause into the message', () => {
    const error = new EctError('ECT_DAG_CYCLE', { taskId: 'task-001', cause: new Error('eyJhbGciOiJFUzI1NiJ9') })
    expect(error.message).not.toMatch(/task-001|eyJ/)
  })

  it('becomes plain data without its cause', () => {
    const error = new EctError('ECT_CLAIM_TYPE', { path: 'aud', taskId: 'task-001', cause: new Error('secret') })
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      code: 'ECT_CLAIM_TYPE',
      section: '4.2',
      message: error.message,
      path: 'aud',
      taskId: 'task-001',
    })
  })

  it('becomes plain data without members it does not have', () => {
    expect(Object.keys(new EctError('ECT_TOKEN_SIZE').toJSON())).toEqual(['code', 'section', 'message'])
  })
})

describe('isEctError', () => {
  /** What another copy of the package would throw. */
  const foreign = (name: string, code: unknown): Error => Object.assign(new Error('refused'), { name, code })

  it('is true for an EctError, whatever copy of the package made it', () => {
    expect(isEctError(new EctError('ECT_TOKEN_SIZE'))).toBe(true)
    expect(isEctError(foreign('EctError', 'ECT_TOKEN_SIZE'))).toBe(true)
  })

  it('tells codes apart', () => {
    expect(isEctError(new EctError('ECT_TOKEN_SIZE'), 'ECT_TOKEN_SIZE')).toBe(true)
    expect(isEctError(new EctError('ECT_TOKEN_SIZE'), 'ECT_TOKEN_JSON')).toBe(false)
  })

  it.each([
    ['another error', new Error('refused')],
    ['an error of another name', foreign('TypeError', 'ECT_TOKEN_SIZE')],
    ['an unknown code', foreign('EctError', 'ECT_TOKEN_WEIGHT')],
    ['the name of an inherited member', foreign('EctError', 'toString')],
    ['a code that is no string', foreign('EctError', ['ECT_TOKEN_SIZE'])],
    ['no code', Object.assign(new Error('refused'), { name: 'EctError' })],
    ['no error', { name: 'EctError', code: 'ECT_TOKEN_SIZE' }],
    ['null', null],
    ['undefined', undefined],
    ['a string', 'EctError'],
  ])('is false for %s', (_what, value) => {
    expect(isEctError(value)).toBe(false)
    expect(isEctError(value, 'ECT_TOKEN_SIZE')).toBe(false)
  })
})
