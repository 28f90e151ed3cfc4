import { type Admission, type AdmittedEct, type DecodedEct, EctError, type VerifiedEct } from '@wimse-ect/claims'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { admit, createAdmission } from '../src/admit.ts'
import { refusal } from './refusal.ts'
import { decoded, ledgerOf, ledgerRecords, now, storeOf, task, verified } from './tasks.ts'

describe('admit', () => {
  it('[MODE-FULL] gives the token and the record of each parent, in the order of the token', () => {
    const records = ledgerRecords([task('a'), task('b'), task('c')])
    const token = verified(task('d', ['c', 'a']))
    expect(admit(token, storeOf(records))).toEqual({ token, parents: [records[2], records[0]] })
  })

  it('takes a root into an empty store', () => {
    expect(admit(verified(task('a')), ledgerOf()).parents).toEqual([])
  })

  it('is an Admission as it stands', () => {
    const admission: Admission = admit
    const token = verified(task('a'))
    expect(admission(token, ledgerOf())).toEqual({ token, parents: [] })
    expectTypeOf(admit<VerifiedEct>).returns.toEqualTypeOf<AdmittedEct>()
  })

  it('does not take a token that was only decoded: not the compiler, and it has no task either', () => {
    // @ts-expect-error a decoded token is not a verified one
    expect(() => admit(decoded(), ledgerOf())).toThrow(TypeError)
    expectTypeOf<DecodedEct>().not.toExtend<Parameters<typeof admit>[0]>()
  })

  it('names the task of the token in its error, and the section of the draft', () => {
    const call = (): unknown => admit(verified(task('child', ['p'])), ledgerOf())
    expect(call).toThrow(expect.objectContaining({ taskId: 'child', section: '6', path: 'par[0]' }))
    expect(call).toThrow(EctError)
  })
})

describe('createAdmission', () => {
  it('makes an Admission with other options', () => {
    const early = task('p', [], { issuedAt: now + 31 })
    const token = verified(task('child', ['p']))
    expect(refusal(() => createAdmission({ clockSkew: 31 })(token, ledgerOf(early)))).toBe('accepted')
    expect(refusal(() => createAdmission({ clockSkew: 30 })(token, ledgerOf(early)))[0]).toBe('ECT_DAG_PARENT_TIME')
  })
})
