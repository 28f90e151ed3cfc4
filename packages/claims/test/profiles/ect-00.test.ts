import { describe, expect, it } from 'vitest'
import { ect00 } from '../../src/profiles/ect-00.ts'
import { alice, bob } from '../tokens.ts'
import { describeClaimTable } from './claim-table.ts'
import { digest, laterRoot, uuid } from './later-claims.ts'

describeClaimTable(ect00, { ...laterRoot, par: [] }, [
  ['REVISION-ISS', 'iss', true, 'https://agent.example', [['agent-a', 'ECT_CLAIM_STRING']]],
  ['CLAIM-AUD-REQUIRED', 'aud', true, [bob, 'ledger'], [[[], 'ECT_CLAIM_AUDIENCE']]],
  ['CLAIM-IAT-REQUIRED', 'iat', true, 0, [[-1, 'ECT_CLAIM_INTEGER']]],
  ['CLAIM-EXP-REQUIRED', 'exp', true, 2 ** 53 - 1, [[2 ** 53, 'ECT_CLAIM_INTEGER']]],
  ['CLAIM-NBF', 'nbf', false, 1, [[0.5, 'ECT_CLAIM_INTEGER']]],
  ['CLAIM-JTI-REQUIRED', 'jti', true, uuid, [['token-1', 'ECT_CLAIM_ID']]],
  ['CLAIM-WID', 'wid', false, uuid, [['flow-1', 'ECT_CLAIM_ID']]],
  ['CLAIM-EXEC-ACT-REQUIRED', 'exec_act', true, 'review_spec', [['a\nb', 'ECT_CLAIM_STRING']]],
  ['REVISION-PARENTS', 'par', true, [uuid], [[[uuid, uuid], 'ECT_CLAIM_PARENTS']]],
  ['REVISION-HASHES', 'inp_hash', false, digest, [[`sha-256:${digest}`, 'ECT_CLAIM_HASH']]],
  ['REVISION-HASHES', 'out_hash', false, digest, [[`sha-256:${digest}`, 'ECT_CLAIM_HASH']]],
  ['REVISION-EXT', 'ext', false, { plain: 'x'.repeat(5000) }, [[{ pol: '' }, 'ECT_CLAIM_STRING', 'ext.pol']]],
])

describe('the revision', () => {
  it('[REVISION-TYP] issues and accepts wimse-exec+jwt', () => {
    expect(ect00.typ).toEqual({ issued: 'wimse-exec+jwt', accepted: ['wimse-exec+jwt'] })
  })

  it('[VERIFY-REVISION-NO-TID] recognises payloads with neither tid nor pred', () => {
    const recognises = (payload: object) => ect00.recognises({ ...payload }, 'wimse-exec+jwt')
    expect(recognises({ par: [] })).toBe(true)
    expect(recognises({})).toBe(true)
    expect(recognises({ par: [], tid: alice })).toBe(false)
    expect(recognises({ par: [], pred: [] })).toBe(false)
  })

  it('[REVISION-TASK-ID] names the claims that hold identifiers', () => {
    expect(ect00.identifiers).toEqual({ taskId: 'jti', parents: 'par', generated: ['jti'], single: ['jti', 'wid'] })
  })

  it('[REVISION-WORKFLOW] [REVISION-PARENT-POLICY] says where its graph rules stand, and has none on workflows', () => {
    expect(ect00.graphRules).toEqual({
      cycle: 'DAG validation',
      uniqueness: 'DAG validation',
      parents: 'DAG validation',
      time: 'DAG validation',
      parentPolicy: 'policy companion',
    })
  })

  it('[REVISION-ENVELOPE] [REVISION-STATUS] has no unsigned tokens, and the usual statuses', () => {
    expect([ect00.unsigned, ect00.refusalStatus]).toEqual([undefined, undefined])
  })
})
