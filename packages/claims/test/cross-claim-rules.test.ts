import { describe, expect, it } from 'vitest'
import {
  compensationHasReason,
  expiryAfterIssue,
  policyBeforeIssue,
  subjectIsIssuer,
} from '../src/cross-claim-rules.ts'
import { refusal } from './refusal.ts'
import { alice, bob } from './tokens.ts'

describe('subjectIsIssuer', () => {
  it('[CLAIM-SUB] takes an absent sub and one that equals iss', () => {
    expect(refusal(() => subjectIsIssuer({ iss: alice }))).toBe('accepted')
    expect(refusal(() => subjectIsIssuer({ iss: alice, sub: alice }))).toBe('accepted')
  })

  it.each([bob, alice.toUpperCase(), `${alice}/`, ''])('[CLAIM-SUB] refuses alice with sub %j', (sub) => {
    expect(refusal(() => subjectIsIssuer({ iss: alice, sub }))).toEqual(['ECT_CLAIM_SUBJECT', 'sub'])
  })
})

describe('expiryAfterIssue', () => {
  it('[CLAIM-EXP-AFTER-IAT] takes one second after iat and refuses the same second', () => {
    expect(refusal(() => expiryAfterIssue({ iat: 100, exp: 101 }))).toBe('accepted')
    expect(refusal(() => expiryAfterIssue({ iat: 100, exp: 100 }))).toEqual(['ECT_CLAIM_EXPIRY', 'exp'])
    expect(refusal(() => expiryAfterIssue({ iat: 100, exp: 99 }))).toEqual(['ECT_CLAIM_EXPIRY', 'exp'])
  })
})

describe('policyBeforeIssue', () => {
  it('[CLAIM-POL-TIMESTAMP] takes iat itself, anything earlier and none, and refuses one second later', () => {
    expect(refusal(() => policyBeforeIssue({ iat: 100 }))).toBe('accepted')
    expect(refusal(() => policyBeforeIssue({ iat: 100, pol_timestamp: 0 }))).toBe('accepted')
    expect(refusal(() => policyBeforeIssue({ iat: 100, pol_timestamp: 100 }))).toBe('accepted')
    expect(refusal(() => policyBeforeIssue({ iat: 100, pol_timestamp: 101 }))).toEqual([
      'ECT_CLAIM_POLICY_TIME',
      'pol_timestamp',
    ])
  })
})

describe('compensationHasReason', () => {
  it('[CLAIM-COMPENSATION-REASON] is required when compensation_required is true', () => {
    expect(refusal(() => compensationHasReason({ compensation_required: true }))).toEqual([
      'ECT_CLAIM_COMPENSATION',
      'compensation_reason',
    ])
  })

  it.each([
    {},
    { compensation_required: false },
    { compensation_reason: 'alone' },
    { compensation_required: true, compensation_reason: 'rolled back' },
  ])('[CLAIM-COMPENSATION-REASON] takes %j', (claims) => {
    expect(refusal(() => compensationHasReason(claims))).toBe('accepted')
  })
})
