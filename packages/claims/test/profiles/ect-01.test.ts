import { describe, expect, it } from 'vitest'
import { ect01 } from '../../src/profiles/ect-01.ts'
import { bob } from '../tokens.ts'
import { describeClaimTable } from './claim-table.ts'
import { digest, laterRoot, uuid } from './later-claims.ts'

describeClaimTable(ect01, { ...laterRoot, pred: [] }, [
  ['REVISION-ISS', 'iss', true, 'CN=agent a', [['agent\na', 'ECT_CLAIM_STRING']]],
  ['CLAIM-AUD-REQUIRED', 'aud', true, [bob, 'ledger'], [[[], 'ECT_CLAIM_AUDIENCE']]],
  ['CLAIM-IAT-REQUIRED', 'iat', true, 0, [[-1, 'ECT_CLAIM_INTEGER']]],
  ['CLAIM-EXP-REQUIRED', 'exp', true, 2 ** 53 - 1, [[2 ** 53, 'ECT_CLAIM_INTEGER']]],
  ['CLAIM-NBF', 'nbf', false, 1, [[0.5, 'ECT_CLAIM_INTEGER']]],
  ['CLAIM-JTI-REQUIRED', 'jti', true, uuid, [['token-1', 'ECT_CLAIM_ID']]],
  ['CLAIM-WID', 'wid', false, uuid, [['flow-1', 'ECT_CLAIM_ID']]],
  ['CLAIM-EXEC-ACT-REQUIRED', 'exec_act', true, 'review_spec', [['a\nb', 'ECT_CLAIM_STRING']]],
  ['REVISION-PARENTS', 'pred', true, [uuid], [[[uuid, uuid], 'ECT_CLAIM_PARENTS']]],
  ['REVISION-HASHES', 'inp_hash', false, digest, [[`sha-256:${digest}`, 'ECT_CLAIM_HASH']]],
  ['REVISION-HASHES', 'out_hash', false, digest, [[`sha-256:${digest}`, 'ECT_CLAIM_HASH']]],
  [
    'REVISION-EXT',
    'ect_ext',
    false,
    { plain: 1, pol: 'p' },
    [
      [{ pol: '' }, 'ECT_CLAIM_STRING', 'ect_ext.pol'],
      [{ plain: 'x'.repeat(5000) }, 'ECT_CLAIM_EXT'],
    ],
  ],
])

describe('the revision', () => {
  it('[REVISION-TYP] issues exec+jwt and accepts wimse-exec+jwt as well', () => {
    expect(ect01.typ).toEqual({ issued: 'exec+jwt', accepted: ['exec+jwt', 'wimse-exec+jwt'] })
  })

  it('[VERIFY-REVISION-TYP] recognises any payload under exec+jwt, but not one with two parent claims', () => {
    const recognises = (payload: object) => ect01.recognises({ ...payload }, 'exec+jwt')
    for (const payload of [{}, { pred: [] }, { par: [] }, { tid: uuid }]) expect(recognises(payload)).toBe(true)
    expect(recognises({ pred: [], par: [] })).toBe(false)
  })

  it('[VERIFY-REVISION-PRED] recognises under wimse-exec+jwt what has pred and not par [REVISION-TWO-PARENT-CLAIMS]', () => {
    const recognises = (payload: object) => ect01.recognises({ ...payload }, 'wimse-exec+jwt')
    expect(recognises({ pred: [] })).toBe(true)
    for (const payload of [{}, { par: [] }, { tid: uuid }, { pred: [], par: [] }]) {
      expect(recognises(payload)).toBe(false)
    }
  })

  it('[REVISION-TASK-ID] names the claims that hold identifiers', () => {
    expect(ect01.identifiers).toEqual({ taskId: 'jti', parents: 'pred', generated: ['jti'], single: ['jti', 'wid'] })
  })

  it('[REVISION-WORKFLOW] [REVISION-PARENT-POLICY] says where its graph rules stand', () => {
    expect(ect01.graphRules).toEqual({
      cycle: 'DAG validation',
      uniqueness: 'DAG validation',
      parents: 'DAG validation',
      workflow: 'DAG validation',
      time: 'DAG validation',
      parentPolicy: 'policy companion',
    })
  })

  it('[REVISION-ENVELOPE] [REVISION-STATUS] lets tokens come unsigned, and refuses with 403', () => {
    expect([ect01.unsigned, ect01.refusalStatus]).toEqual([true, 403])
  })
})
