import { describe, expect, it, vi } from 'vitest'
import { createReplayMemory } from '../src/replay-memory.ts'
import { checkOptions, checkSeconds } from '../src/verifier-options.ts'
import { bob } from './cast.ts'
import { bobOptions } from './verifier-for-bob.ts'

const { audience, keys } = bobOptions
const withOption = (options: object) => () => checkOptions({ audience, keys, ...options })

const notWhole = [Number.NaN, 0.5, -1, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 2 ** 53, '30', [], true, {}]

describe('checkOptions', () => {
  it('fills in the defaults', () => {
    expect(checkOptions({ audience, keys })).toMatchObject({
      audience: bob.id,
      keys,
      algorithms: ['ES256'],
      expiryLeeway: 0,
      maxAge: 900,
      clockSkew: 30,
    })
  })

  it('keeps what is given', () => {
    const given = {
      audience,
      keys,
      revisions: ['execution-context-00'],
      algorithms: ['PS256', 'Ed25519'],
      ids: 'opaque',
      maxParents: 7,
      expiryLeeway: 1,
      maxAge: 2,
      clockSkew: 3,
      replay: createReplayMemory(),
      graph: () => {},
      clock: () => 5,
    } as const
    expect(checkOptions(given)).toEqual(given)
  })

  it('takes 0 for every limit', () => {
    const zeros = { expiryLeeway: 0, maxAge: 0, clockSkew: 0, maxParents: 0 }
    expect(checkOptions({ audience, keys, ...zeros })).toMatchObject(zeros)
  })

  it('undefined stands for the default', () => {
    const undefinedOptions = { revisions: undefined, algorithms: undefined, ids: undefined, maxParents: undefined }
    const undefinedTimes = { expiryLeeway: undefined, maxAge: undefined, clockSkew: undefined, clock: undefined }
    expect(checkOptions({ audience, keys, ...undefinedOptions, ...undefinedTimes })).toMatchObject({
      algorithms: ['ES256'],
      maxAge: 900,
    })
  })

  it('makes a replay memory for each verifier', () => {
    const entry = { issuer: 'i', tokenId: 't', keepUntil: 10 }
    const { replay } = checkOptions({ audience, keys })
    expect(replay.add([entry], 5)).toBe(true)
    expect(replay.add([entry], 5)).toBe(false)
    expect(checkOptions({ audience, keys }).replay.add([entry], 5)).toBe(true)
  })

  it("the default clock is the system's, in whole seconds", () => {
    vi.useFakeTimers({ now: 1_772_000_000_999 })
    try {
      expect(checkOptions({ audience, keys }).clock()).toBe(1_772_000_000)
    } finally {
      vi.useRealTimers()
    }
  })

  it.each([undefined, null, '', 5, [bob.id], {}])('an audience of %j is a TypeError', (value) => {
    expect(withOption({ audience: value })).toThrow(TypeError)
  })

  it.each([undefined, null, '', {}, { keys: [] }, []])('keys of %j are a TypeError', (value) => {
    expect(withOption({ keys: value })).toThrow(TypeError)
  })

  it.each(['none', 'None', 'HS256', 'HS384', 'HS512', 'RS256', 'ES256K', 'es256', '', 5, null])(
    '[ENV-ALG-PROGRAMMER] %j in the allow-list is a TypeError',
    (alg) => {
      expect(withOption({ algorithms: [alg] })).toThrow(TypeError)
      expect(withOption({ algorithms: ['ES256', alg] })).toThrow(TypeError)
    },
  )

  it('[ENV-ALG-PROGRAMMER] an empty allow-list is a TypeError', () => {
    expect(withOption({ algorithms: [] })).toThrow(TypeError)
  })

  it.each(['ect-99', 'ect-1', 'Execution-Context-00', '', 'toString', '__proto__', 5, null])(
    'revision %j is a TypeError',
    (revision) => {
      expect(withOption({ revisions: [revision] })).toThrow(TypeError)
      expect(withOption({ revisions: ['execution-context-00', revision] })).toThrow(TypeError)
    },
  )

  it.each([{}, { has: () => false }, { add: () => true }, { has: 1, add: 1 }])(
    'a replay memory that lacks a function is a TypeError: %o',
    (replay) => {
      expect(() => checkOptions({ audience, keys, replay: replay as never })).toThrow(TypeError)
    },
  )

  it('an empty list of revisions is a TypeError', () => {
    expect(withOption({ revisions: [] })).toThrow(TypeError)
  })

  it.each(['UUID', '', 'any', null, 5])('ids of %j are a TypeError', (ids) => {
    expect(withOption({ ids })).toThrow(TypeError)
  })

  describe.each(['expiryLeeway', 'maxAge', 'clockSkew', 'maxParents'])('%s', (name) => {
    it.each(notWhole)('of %j is a TypeError: it would turn a check off', (value) => {
      expect(withOption({ [name]: value })).toThrow(TypeError)
    })
  })
})

describe('checkSeconds', () => {
  it.each([0, 1, 2 ** 53 - 1])('takes %d', (value) => {
    expect(checkSeconds(value, 'now')).toBe(value)
  })

  it.each([...notWhole, undefined, null])('%j is a TypeError', (value) => {
    expect(() => checkSeconds(value as number, 'now')).toThrow(TypeError)
  })
})
