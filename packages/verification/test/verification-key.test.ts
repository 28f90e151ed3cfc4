import { EctError } from '@wimse-ect/claims'
import { describe, expect, it } from 'vitest'
import { checkKeyStanding, type KeyResolver, resolveKey, type VerificationKey } from '../src/verification-key.ts'
import { alice } from './cast.ts'
import { errorOf, refusal } from './refusal.ts'

const kid = 'alice-key'
const key: VerificationKey = { jwk: alice.jwk, subject: alice.id }

describe('resolveKey', () => {
  it('[VERIFY-KEY-RESOLVES] gives what the resolver answers, at once or later', async () => {
    expect(await resolveKey(() => key, kid)).toBe(key)
    expect(await resolveKey(async () => key, kid)).toBe(key)
  })

  it('[VERIFY-KEY-RESOLVES] awaits whatever has a then, also one that returns nothing or resolves to a promise', async () => {
    const later = (answer: unknown): KeyResolver => {
      const then = (resolve: (value: unknown) => void): void => {
        resolve(answer)
      }
      return () => Object.fromEntries([['then', then]]) as never
    }
    expect(await resolveKey(later(key), kid)).toBe(key)
    expect(await resolveKey(later(Promise.resolve(key)), kid)).toBe(key)
    expect(await refusal(() => resolveKey(later(undefined), kid))).toEqual(['ECT_KEY_UNKNOWN', 'kid'])
  })

  it('[ENV-KID-OPAQUE] hands the kid to the resolver as it is, and nothing else', async () => {
    const asked: unknown[] = []
    const keys: KeyResolver = (...all) => {
      asked.push(...all)
      return key
    }
    await resolveKey(keys, '../../keys?kid=%2e')
    expect(asked).toEqual(['../../keys?kid=%2e'])
  })

  it('[VERIFY-KEY-RESOLVES] refuses a kid without a key', async () => {
    const unknown = ['ECT_KEY_UNKNOWN', 'kid']
    expect(await refusal(() => resolveKey(() => undefined, kid))).toEqual(unknown)
    expect(await refusal(() => resolveKey(async () => undefined, kid))).toEqual(unknown)
  })

  it('[VERIFY-KEY-RESOLVES] takes null, which some databases answer, for no key', async () => {
    expect(await refusal(() => resolveKey(() => null as never, kid))).toEqual(['ECT_KEY_UNKNOWN', 'kid'])
  })

  it('[ERROR-CODE] a resolver that throws or rejects is unavailable, with its error as the cause', async () => {
    const broken = new Error('connection refused')
    for (const keys of [() => Promise.reject(broken), thrower(broken)]) {
      const error = await errorOf(() => resolveKey(keys, kid))
      expect(error).toBeInstanceOf(EctError)
      expect(error).toMatchObject({ code: 'ECT_KEY_UNAVAILABLE', path: undefined, cause: broken })
    }
  })

  it('[ERROR-CODE] an EctError of the resolver passes as it is', async () => {
    const wit = new EctError('ECT_KEY_WIT', { path: 'sub' })
    expect(await errorOf(() => resolveKey(thrower(wit), kid))).toBe(wit)
  })
})

describe('checkKeyStanding', () => {
  const at = 1_772_000_000
  const standing = (members: object) => refusal(() => checkKeyStanding({ ...key, ...members }, at))
  const revoked = ['ECT_KEY_REVOKED', undefined]
  const outside = ['ECT_KEY_VALIDITY', undefined]

  it('[VERIFY-KEY-VALIDITY] takes a key without limits', async () => {
    expect(await standing({})).toBe('accepted')
    expect(await standing({ notBefore: undefined, expiresAt: undefined, revoked: undefined })).toBe('accepted')
  })

  it('[VERIFY-KEY-VALIDITY] begins in the second of notBefore', async () => {
    expect(await standing({ notBefore: at })).toBe('accepted')
    expect(await standing({ notBefore: at + 1 })).toEqual(outside)
  })

  it('[VERIFY-KEY-VALIDITY] ends in the second of expiresAt', async () => {
    expect(await standing({ expiresAt: at + 1 })).toBe('accepted')
    expect(await standing({ expiresAt: at })).toEqual(outside)
  })

  it('[VERIFY-KEY-VALIDITY] lets nothing pass when a limit is not a number', async () => {
    expect(await standing({ notBefore: Number.NaN })).toEqual(outside)
    expect(await standing({ expiresAt: Number.NaN })).toEqual(outside)
  })

  it('[VERIFY-KEY-REVOKED] refuses a revoked key, whatever its validity', async () => {
    expect(await standing({ revoked: true })).toEqual(revoked)
    expect(await standing({ revoked: true, expiresAt: at })).toEqual(revoked)
    expect(await standing({ revoked: false })).toBe('accepted')
  })

  it('[VERIFY-KEY-REVOKED] takes the date of a revocation for a revocation', async () => {
    expect(await standing({ revoked: '2026-02-24' })).toEqual(revoked)
    expect(await standing({ revoked: at })).toEqual(revoked)
  })
})

function thrower(error: Error): KeyResolver {
  return () => {
    throw error
  }
}
