import { describe, expect, it } from 'vitest'
import { createReplayMemory, type ReplayEntry } from '../src/replay-memory.ts'
import { alice, mallory } from './cast.ts'
import { refusal } from './refusal.ts'
import { uuid } from './tokens.ts'

const now = 1_000

/** The nth token of alice, kept for a minute. */
function entry(n: number, changes: Partial<ReplayEntry> = {}): ReplayEntry {
  return { issuer: alice.id, tokenId: uuid(n), keepUntil: now + 60, ...changes }
}

const full = ['ECT_REPLAY_CAPACITY', undefined]

describe('createReplayMemory', () => {
  it('[VERIFY-REPLAY-SEEN] adds an entry once and has it from then on', () => {
    const memory = createReplayMemory()
    expect(memory.has(entry(1), now)).toBe(false)
    expect(memory.add([entry(1)], now)).toBe(true)
    expect(memory.has(entry(1), now)).toBe(true)
    expect(memory.add([entry(1)], now)).toBe(false)
    expect(memory.has(entry(2), now)).toBe(false)
  })

  it('looking up stores nothing', () => {
    const memory = createReplayMemory()
    expect(memory.has(entry(1), now)).toBe(false)
    expect(memory.add([entry(1)], now)).toBe(true)
  })

  it('[VERIFY-REPLAY-KEY] keeps the tokens of two issuers apart', () => {
    const memory = createReplayMemory()
    expect(memory.add([entry(1)], now)).toBe(true)
    expect(memory.has(entry(1, { issuer: mallory.id }), now)).toBe(false)
    expect(memory.add([entry(1, { issuer: mallory.id })], now)).toBe(true)
  })

  it('[VERIFY-REPLAY-KEY] an entry is the same whatever its keepUntil', () => {
    const memory = createReplayMemory()
    expect(memory.add([entry(1)], now)).toBe(true)
    expect(memory.add([entry(1, { keepUntil: now + 61 })], now)).toBe(false)
  })

  it('two memories know nothing of each other', () => {
    expect(createReplayMemory().add([entry(1)], now)).toBe(true)
    expect(createReplayMemory().has(entry(1), now)).toBe(false)
  })

  it('[VERIFY-REPLAY-RETENTION] keeps an entry in the second of keepUntil and forgets it in the next', () => {
    const memory = createReplayMemory({ capacity: 2 })
    expect(memory.add([entry(1)], now)).toBe(true)
    expect(memory.add([entry(2, { keepUntil: now + 600 })], now + 60)).toBe(true)
    expect(memory.has(entry(1), now + 60)).toBe(true)
    // There is room again only when the first one is forgotten.
    expect(memory.add([entry(3, { keepUntil: now + 600 })], now + 61)).toBe(true)
  })

  it('[VERIFY-REPLAY-RETENTION] forgets all entries of a second, and only those that are due', async () => {
    const memory = createReplayMemory({ capacity: 4 })
    for (const n of [1, 2]) expect(memory.add([entry(n)], now)).toBe(true)
    for (const n of [3, 4]) expect(memory.add([entry(n, { keepUntil: now + 100 })], now)).toBe(true)
    const later = (n: number) => refusal(() => memory.add([entry(n, { keepUntil: now + 600 })], now + 61))
    expect(await later(5)).toBe('accepted')
    expect(await later(6)).toBe('accepted')
    expect(await later(7)).toEqual(full)
    for (const n of [3, 4]) expect(memory.has(entry(n, { keepUntil: now + 100 }), now + 61)).toBe(true)
  })

  it('[VERIFY-REPLAY-RETENTION] keeps an entry that comes again after it was forgotten', () => {
    const memory = createReplayMemory()
    const again = entry(1, { keepUntil: now + 600 })
    expect(memory.add([entry(1)], now)).toBe(true)
    expect(memory.add([again], now + 61)).toBe(true)
    expect(memory.add([entry(2, { keepUntil: now + 600 })], now + 62)).toBe(true)
    expect(memory.has(again, now + 62)).toBe(true)
  })

  it('[VERIFY-REPLAY-CAPACITY] takes as many unexpired entries as it has room for', async () => {
    const memory = createReplayMemory({ capacity: 2 })
    expect(await refusal(() => memory.add([entry(1)], now))).toBe('accepted')
    expect(await refusal(() => memory.add([entry(2)], now))).toBe('accepted')
    expect(await refusal(() => memory.add([entry(3)], now))).toEqual(full)
  })

  it('[VERIFY-REPLAY-CAPACITY] when full it still knows what it holds, and looks up the rest', () => {
    const memory = createReplayMemory({ capacity: 1 })
    expect(memory.add([entry(1)], now)).toBe(true)
    expect(memory.add([entry(1)], now)).toBe(false)
    expect(memory.has(entry(1), now)).toBe(true)
    expect(memory.has(entry(2), now)).toBe(false)
  })

  it('[VERIFY-REPLAY-CAPACITY] a refused entry is not stored', async () => {
    const memory = createReplayMemory({ capacity: 1 })
    expect(memory.add([entry(1)], now)).toBe(true)
    await refusal(() => memory.add([entry(2, { keepUntil: now + 600 })], now))
    expect(memory.has(entry(2, { keepUntil: now + 600 }), now)).toBe(false)
    expect(memory.add([entry(2, { keepUntil: now + 600 })], now + 61)).toBe(true)
  })

  it('[VERIFY-REPLAY-CAPACITY] has room for a hundred thousand by default', async () => {
    const memory = createReplayMemory()
    let added = 0
    for (let n = 0; n < 100_000; n++) {
      added += Number(memory.add([{ issuer: 'i', tokenId: `${n}`, keepUntil: now }], now))
    }
    expect(added).toBe(100_000)
    expect(await refusal(() => memory.add([entry(1)], now))).toEqual(full)
    expect(memory.has({ issuer: 'i', tokenId: '99999', keepUntil: now }, now)).toBe(true)
  }, 60_000)

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, '5'])(
    'a capacity of %s is a TypeError',
    (capacity) => {
      expect(() => createReplayMemory({ capacity: capacity as number })).toThrow(TypeError)
    },
  )
})

describe('createReplayMemory when the clock goes back', () => {
  it('still has what it kept', () => {
    const memory = createReplayMemory()
    expect(memory.add([entry(1, { keepUntil: now + 600 })], now + 500)).toBe(true)
    expect(memory.add([entry(1, { keepUntil: now + 600 })], now)).toBe(false)
  })

  it('takes what may be forgotten for seen, and everything later for new', () => {
    const memory = createReplayMemory()
    expect(memory.add([entry(1)], now)).toBe(true)
    expect(memory.add([entry(2, { keepUntil: now + 600 })], now + 61)).toBe(true)
    for (const n of [1, 3]) {
      expect(memory.has(entry(n), now)).toBe(true)
      expect(memory.add([entry(n)], now)).toBe(false)
    }
    expect(memory.add([entry(4, { keepUntil: now + 61 })], now)).toBe(true)
  })

  it('forgets again once the clock has caught up', () => {
    const memory = createReplayMemory({ capacity: 1 })
    expect(memory.add([entry(1)], now)).toBe(true)
    expect(memory.add([entry(2, { keepUntil: now + 90 })], now + 61)).toBe(true)
    expect(memory.add([entry(2, { keepUntil: now + 90 })], now)).toBe(false)
    expect(memory.add([entry(3, { keepUntil: now + 600 })], now + 91)).toBe(true)
  })

  it('an entry whose time is over is not taken at all', () => {
    const memory = createReplayMemory()
    expect(memory.add([entry(1, { keepUntil: now - 1 })], now)).toBe(false)
    expect(memory.add([entry(2, { keepUntil: now })], now)).toBe(true)
  })
})

describe('the entries of one message', () => {
  it('[VERIFY-REPLAY-ATOMIC] are added all or, when one of them is there, none', () => {
    const memory = createReplayMemory()
    expect(memory.add([entry(1), entry(2)], now)).toBe(true)
    expect(memory.add([entry(3), entry(2)], now)).toBe(false)
    expect(memory.has(entry(3), now)).toBe(false)
    expect(memory.add([entry(3)], now)).toBe(true)
    expect(memory.add([], now)).toBe(true)
  })

  it('[VERIFY-REPLAY-CAPACITY] are added all or, when they do not fit, none', async () => {
    const memory = createReplayMemory({ capacity: 2 })
    expect(memory.add([entry(1)], now)).toBe(true)
    expect(await refusal(() => memory.add([entry(2), entry(3)], now))).toEqual(['ECT_REPLAY_CAPACITY', undefined])
    expect(memory.add([entry(2)], now)).toBe(true)
  })
})
