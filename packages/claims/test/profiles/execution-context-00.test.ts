import { describe, expect, expectTypeOf, it } from 'vitest'
import type { ClaimKind } from '../../src/claim-kinds.ts'
import { checkClaims, taskOf } from '../../src/claim-rules.ts'
import { executionContext00 } from '../../src/profiles/execution-context-00.ts'
import type { ExecutionContext00Claims } from '../../src/profiles/execution-context-00-claims.ts'
import type { ClaimRule, ClaimTable } from '../../src/profiles/profile.ts'
import { alice, bob, claimSource, rootClaims } from '../tokens.ts'
import { type ClaimRow, describeClaimTable } from './claim-table.ts'

type Name = keyof ExecutionContext00Claims

const uuid = '550E8400-E29B-41D4-A716-446655440002'
const hash = 'sha-256:n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg'

/** Every claim in the order of the draft. */
const claims: readonly ClaimRow[] = [
  ['CLAIM-ISS-REQUIRED', 'iss', true, alice, [['alice', 'ECT_CLAIM_SPIFFE_ID']]],
  ['CLAIM-SUB', 'sub', false, 'anybody', [['', 'ECT_CLAIM_STRING']]],
  ['CLAIM-AUD-REQUIRED', 'aud', true, [bob, 'ledger'], [[[], 'ECT_CLAIM_AUDIENCE']]],
  ['CLAIM-IAT-REQUIRED', 'iat', true, 0, [[-1, 'ECT_CLAIM_INTEGER']]],
  ['CLAIM-EXP-REQUIRED', 'exp', true, 2 ** 53 - 1, [[2 ** 53, 'ECT_CLAIM_INTEGER']]],
  ['CLAIM-NBF', 'nbf', false, 1, [[0.5, 'ECT_CLAIM_INTEGER']]],
  ['CLAIM-JTI-REQUIRED', 'jti', true, uuid, [['token-1', 'ECT_CLAIM_ID']]],
  ['CLAIM-WID', 'wid', false, uuid, [['flow-1', 'ECT_CLAIM_ID']]],
  ['CLAIM-TID-REQUIRED', 'tid', true, uuid, [['task-1', 'ECT_CLAIM_ID']]],
  ['CLAIM-EXEC-ACT-REQUIRED', 'exec_act', true, 'review_spec', [['a\nb', 'ECT_CLAIM_STRING']]],
  ['CLAIM-PAR-REQUIRED', 'par', true, [uuid], [[[uuid, uuid], 'ECT_CLAIM_PARENTS']]],
  ['CLAIM-POL-REQUIRED', 'pol', true, 'policy\n1', [['', 'ECT_CLAIM_STRING']]],
  ['CLAIM-POL-DECISION-REQUIRED', 'pol_decision', true, 'rejected', [['maybe', 'ECT_CLAIM_DECISION']]],
  ['CLAIM-POL-ENFORCER', 'pol_enforcer', false, 'not a SPIFFE ID', [['', 'ECT_CLAIM_STRING']]],
  ['CLAIM-POL-TIMESTAMP', 'pol_timestamp', false, 0, [[-1, 'ECT_CLAIM_INTEGER']]],
  ['CLAIM-HASH-FORMAT', 'inp_hash', false, hash, [['sha-1:AAAA', 'ECT_CLAIM_HASH']]],
  ['CLAIM-HASH-FORMAT', 'out_hash', false, hash, [['sha-1:AAAA', 'ECT_CLAIM_HASH']]],
  ['CLAIM-INP-CLASSIFICATION', 'inp_classification', false, 'anything', [['', 'ECT_CLAIM_STRING']]],
  ['CLAIM-EXEC-TIME', 'exec_time_ms', false, 0, [[-1, 'ECT_CLAIM_INTEGER']]],
  ['CLAIM-REGULATED-DOMAIN', 'regulated_domain', false, 'anything', [['', 'ECT_CLAIM_STRING']]],
  ['CLAIM-MODEL-VERSION', 'model_version', false, '1', [['', 'ECT_CLAIM_STRING']]],
  ['CLAIM-WITNESSED-BY', 'witnessed_by', false, [bob, bob], [[[''], 'ECT_CLAIM_STRING', 'witnessed_by[0]']]],
  ['CLAIM-COMPENSATION-REQUIRED', 'compensation_required', false, false, [['true', 'ECT_CLAIM_TYPE']]],
  ['CLAIM-COMPENSATION-REASON', 'compensation_reason', false, 'undo', [['', 'ECT_CLAIM_STRING']]],
  ['CLAIM-EXT-OBJECT', 'ext', false, { 'com.example.a': [1] }, [[{ field: 1 }, 'ECT_CLAIM_EXT']]],
]

describeClaimTable(executionContext00, rootClaims, claims)

describe('the type of the claim table', () => {
  it('agrees with the claim types: the compiler refuses a rule of another type or requirement', () => {
    type Table = ClaimTable<ExecutionContext00Claims>
    expectTypeOf<keyof Table>().toEqualTypeOf<Name>()
    expectTypeOf<Table['iat']>().toEqualTypeOf<ClaimRule<number, true>>()
    expectTypeOf<Table['nbf']>().toEqualTypeOf<ClaimRule<number, false>>()
    expectTypeOf<Table['aud']>().toEqualTypeOf<ClaimRule<string | readonly string[], true>>()
    const kind: ClaimKind<number> = () => 1
    const optional = { kind, required: false } as const
    // @ts-expect-error: iat is required
    const iat: Table['iat'] = optional
    // @ts-expect-error: iss is a string
    const iss: Table['iss'] = { kind, required: true }
    const nbf: Table['nbf'] = optional
    expect([iat, iss, nbf]).toHaveLength(3)
  })
})

describe('the revision', () => {
  it('[ENV-TYP-EXACT] issues and accepts wimse-exec+jwt', () => {
    expect(executionContext00.revision).toBe('execution-context-00')
    expect(executionContext00.typ).toEqual({ issued: 'wimse-exec+jwt', accepted: ['wimse-exec+jwt'] })
  })

  it('[VERIFY-REVISION-PRED] recognises payloads with tid and without pred', () => {
    expect(executionContext00.recognises({ tid: null }, 'wimse-exec+jwt')).toBe(true)
    expect(executionContext00.recognises({ par: [] }, 'wimse-exec+jwt')).toBe(false)
    expect(executionContext00.recognises({ tid: 'a', pred: [] }, 'wimse-exec+jwt')).toBe(false)
    expect(executionContext00.recognises(Object.create({ tid: 'a' }), 'wimse-exec+jwt')).toBe(false)
  })

  it('names the claims that hold identifiers', () => {
    expect(executionContext00.identifiers).toEqual({
      taskId: 'tid',
      parents: 'par',
      generated: ['jti', 'tid'],
      single: ['jti', 'wid', 'tid'],
    })
  })

  it('has every graph rule in force, from section 6', () => {
    expect(executionContext00.graphRules).toEqual({
      cycle: '6',
      uniqueness: '6',
      parents: '6',
      time: '6',
      parentPolicy: '6',
    })
  })
})

describe('the task view', () => {
  const view = (changes: object): unknown => {
    const source = claimSource(changes)
    return taskOf(source, checkClaims(source))
  }

  it('[ENV-TYPED-AFTER-VERIFY] of a root with the required claims only', () => {
    expect(view({ aud: bob })).toStrictEqual({
      revision: 'execution-context-00',
      taskId: rootClaims.tid,
      workflowId: undefined,
      tokenId: rootClaims.jti,
      parents: [],
      agent: alice,
      audience: [bob],
      action: 'review_spec',
      issuedAt: rootClaims.iat,
      expiresAt: rootClaims.exp,
      policy: 'policy_v1',
      decision: 'approved',
      enforcer: undefined,
      compensation: false,
      inputHash: undefined,
      outputHash: undefined,
      witnessedBy: [],
    })
  })

  it('[CLAIM-UUID-CASE] of a child with everything, its UUIDs in lower case', () => {
    const upper = (last: string): string => `550E8400-E29B-41D4-A716-44665544000${last}`
    const lower = (last: string): string => upper(last).toLowerCase()
    const changes = {
      aud: [bob, 'ledger'],
      jti: upper('a'),
      wid: upper('b'),
      tid: upper('c'),
      par: [upper('d'), lower('e')],
      pol_enforcer: 'spiffe://example.com/policy',
      pol_decision: 'rejected',
      inp_hash: hash,
      out_hash: `sha-512:${Buffer.alloc(64).toString('base64url')}`,
      compensation_required: true,
      compensation_reason: 'undo',
      witnessed_by: [bob],
    }
    expect(view(changes)).toMatchObject({
      taskId: lower('c'),
      workflowId: lower('b'),
      tokenId: lower('a'),
      parents: [lower('d'), lower('e')],
      audience: [bob, 'ledger'],
      enforcer: 'spiffe://example.com/policy',
      decision: 'rejected',
      inputHash: hash,
      outputHash: changes.out_hash,
      compensation: true,
      witnessedBy: [bob],
    })
  })

  it('[DAG-POLICY-FLAG] is no compensation when compensation_required is false', () => {
    expect(view({ compensation_required: false })).toMatchObject({ compensation: false })
  })
})
