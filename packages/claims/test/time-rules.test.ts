import { describe, expect, it } from 'vitest'
import { checkAge, checkNotExpired, checkNotFuture, defaultTimes } from '../src/time-rules.ts'
import { refusal } from './refusal.ts'

const now = 1_772_000_000
const expired = ['ECT_TIME_EXPIRED', 'exp']
const tooOld = ['ECT_TIME_TOO_OLD', 'iat']

describe('checkNotExpired', () => {
  it('[VERIFY-EXPIRY-BOUNDARY] refuses when now is exp or later', () => {
    expect(refusal(() => checkNotExpired(now + 1, now))).toBe('accepted')
    expect(refusal(() => checkNotExpired(now, now))).toEqual(expired)
    expect(refusal(() => checkNotExpired(now - 1, now))).toEqual(expired)
  })

  it('[VERIFY-EXPIRY-LEEWAY] counts the leeway, which is 0 by default', () => {
    expect(refusal(() => checkNotExpired(now - 9, now, 10))).toBe('accepted')
    expect(refusal(() => checkNotExpired(now - 10, now, 10))).toEqual(expired)
    expect(defaultTimes.expiryLeeway).toBe(0)
  })
})

describe('checkAge', () => {
  it('[VERIFY-AGE-BOUNDARY] takes exactly 900 seconds and refuses 901', () => {
    expect(refusal(() => checkAge(now - 900, now))).toBe('accepted')
    expect(refusal(() => checkAge(now - 901, now))).toEqual(tooOld)
    expect(defaultTimes.maxAge).toBe(900)
  })

  it('[VERIFY-AGE-OPTIONS] takes another maximum age', () => {
    expect(refusal(() => checkAge(now - 60, now, 60))).toBe('accepted')
    expect(refusal(() => checkAge(now - 61, now, 60))).toEqual(tooOld)
  })
})

describe('checkNotFuture', () => {
  it('[VERIFY-FUTURE-BOUNDARY] takes exactly 30 seconds ahead and refuses 31', () => {
    expect(refusal(() => checkNotFuture(now + 30, 'iat', now))).toBe('accepted')
    expect(refusal(() => checkNotFuture(now + 31, 'iat', now))).toEqual(['ECT_TIME_FUTURE', 'iat'])
    expect(defaultTimes.clockSkew).toBe(30)
  })

  it('[CLAIM-NBF] judges nbf alike and names it', () => {
    expect(refusal(() => checkNotFuture(now + 30, 'nbf', now))).toBe('accepted')
    expect(refusal(() => checkNotFuture(now + 31, 'nbf', now))).toEqual(['ECT_TIME_FUTURE', 'nbf'])
  })

  it('[VERIFY-AGE-OPTIONS] takes another clock skew', () => {
    expect(refusal(() => checkNotFuture(now + 5, 'iat', now, 5))).toBe('accepted')
    expect(refusal(() => checkNotFuture(now + 6, 'iat', now, 5))).toEqual(['ECT_TIME_FUTURE', 'iat'])
  })
})

it('a clock reading or limit that is not a number lets nothing pass', () => {
  expect(refusal(() => checkNotExpired(now + 1, Number.NaN))).toEqual(expired)
  expect(refusal(() => checkNotExpired(now + 1, now, Number.NaN))).toEqual(expired)
  expect(refusal(() => checkAge(now, Number.NaN))).toEqual(tooOld)
  expect(refusal(() => checkAge(now, now, Number.NaN))).toEqual(tooOld)
  expect(refusal(() => checkNotFuture(now, 'iat', Number.NaN))).toEqual(['ECT_TIME_FUTURE', 'iat'])
  expect(refusal(() => checkNotFuture(now, 'iat', now, Number.NaN))).toEqual(['ECT_TIME_FUTURE', 'iat'])
})
