import { EctError, type Task, type VerifiedEct } from '@wimse-ect/claims'
import { describe, expect, it } from 'vitest'
import { checkNotSeen, claimUse, replayEntries } from '../src/replay-check.ts'
import type { ReplayEntry, ReplayMemory } from '../src/replay-memory.ts'
import { alice, mallory } from './cast.ts'
import { errorOf, refusal } from './refusal.ts'
import { uuid } from './tokens.ts'

const seen = ['ECT_REPLAY_SEEN', 'jti']
const now = 1_000

/** A verified token as far as its use is concerned. */
function token(task: Partial<Task> = {}): VerifiedEct {
  const defaults = { agent: alice.id, tokenId: uuid(1), issuedAt: now, expiresAt: now + 600 }
  return { task: { ...defaults, ...task } } as VerifiedEct
}

function entry(n: number): ReplayEntry {
  return { issuer: alice.id, tokenId: uuid(n), keepUntil: now + 60 }
}

describe('replayEntries', () => {
  const keepUntil = (task: Partial<Task>, expiryLeeway: number, maxAge: number) =>
    replayEntries([token(task)], { expiryLeeway, maxAge })[0]?.keepUntil

  it('[VERIFY-REPLAY-KEY] names issuer and jti of each token, in order', () => {
    const other = { agent: mallory.id, tokenId: uuid(2) }
    expect(replayEntries([token(), token(other)], { expiryLeeway: 0, maxAge: 900 })).toEqual([
      { issuer: alice.id, tokenId: uuid(1), keepUntil: now + 630 },
      { issuer: mallory.id, tokenId: uuid(2), keepUntil: now + 630 },
    ])
    expect(replayEntries([], { expiryLeeway: 0, maxAge: 900 })).toEqual([])
  })

  it('[VERIFY-REPLAY-RETENTION] keeps until the earlier of exp + leeway and iat + maximum age, plus 30 seconds', () => {
    expect(keepUntil({ expiresAt: now + 600 }, 0, 900)).toBe(now + 630)
    expect(keepUntil({ expiresAt: now + 600 }, 10, 900)).toBe(now + 640)
    expect(keepUntil({ expiresAt: now + 600 }, 300, 900)).toBe(now + 930)
    expect(keepUntil({ expiresAt: now + 600 }, 301, 900)).toBe(now + 930)
    expect(keepUntil({ expiresAt: now + 5000 }, 0, 900)).toBe(now + 930)
    expect(keepUntil({ expiresAt: now + 5000, issuedAt: now - 7 }, 0, 0)).toBe(now + 23)
  })

  it('[VERIFY-REPLAY-SEEN] a token that a message holds twice is a replay', async () => {
    const limits = { expiryLeeway: 0, maxAge: 900 }
    expect(await refusal(() => replayEntries([token(), token({ expiresAt: now + 1 })], limits))).toEqual(seen)
    const three = [token(), token({ tokenId: uuid(2) }), token({ tokenId: uuid(2) })]
    expect(await refusal(() => replayEntries(three, limits))).toEqual(seen)
  })

  it('[VERIFY-REPLAY-KEY] two issuers may use one jti, and one issuer several', async () => {
    const limits = { expiryLeeway: 0, maxAge: 900 }
    expect(await refusal(() => replayEntries([token(), token({ agent: mallory.id })], limits))).toBe('accepted')
    expect(await refusal(() => replayEntries([token(), token({ tokenId: uuid(2) })], limits))).toBe('accepted')
  })
})

/** A memory that gives one answer to every question of a kind and writes down what it was asked. */
function memoryOf(answer: (n: number) => boolean | Promise<boolean>): { memory: ReplayMemory; asked: unknown[] } {
  const asked: unknown[] = []
  const has = (use: ReplayEntry, second: number) => {
    asked.push(['has', use.tokenId, second])
    return answer(asked.length)
  }
  const add = (uses: readonly ReplayEntry[], second: number) => {
    asked.push(['add', ...uses.map(({ tokenId }) => tokenId), second])
    return answer(asked.length)
  }
  return { memory: { has, add }, asked }
}

describe.each([
  { name: 'checkNotSeen', ask: checkNotSeen, free: false },
  { name: 'claimUse', ask: claimUse, free: true },
])('$name', ({ ask, free }) => {
  const entries = [entry(1), entry(2), entry(3)]

  it('takes the answer of a promise', async () => {
    expect(await refusal(() => ask(entries, memoryOf(async () => free).memory, now))).toBe('accepted')
    expect(await refusal(() => ask(entries, memoryOf(async () => !free).memory, now))).toEqual(seen)
  })

  it('[ERROR-CODE] a memory that throws or rejects is unavailable, with its error as the cause', async () => {
    const broken = new Error('connection refused')
    const thrower = () => {
      throw broken
    }
    for (const answer of [thrower, () => Promise.reject(broken)]) {
      const error = await errorOf(() => ask(entries, memoryOf(answer).memory, now))
      expect(error).toBeInstanceOf(EctError)
      expect(error).toMatchObject({ code: 'ECT_REPLAY_UNAVAILABLE', path: undefined, cause: broken })
    }
  })

  it('[VERIFY-REPLAY-CAPACITY] an EctError of the memory passes as it is', async () => {
    const full = new EctError('ECT_REPLAY_CAPACITY')
    expect(await errorOf(() => ask(entries, memoryOf(() => Promise.reject(full)).memory, now))).toBe(full)
  })
})

describe('what the memory is asked', () => {
  const entries = [entry(1), entry(2), entry(3)]

  it('checkNotSeen asks for every entry, in order, with the second of the call', async () => {
    const { memory, asked } = memoryOf(() => false)
    expect(await refusal(() => checkNotSeen(entries, memory, now))).toBe('accepted')
    expect(asked).toEqual([1, 2, 3].map((n) => ['has', uuid(n), now]))
  })

  it('[VERIFY-REPLAY-SEEN] checkNotSeen refuses when one of them is there, and asks no further', async () => {
    const { memory, asked } = memoryOf((n) => n === 2)
    expect(await refusal(() => checkNotSeen(entries, memory, now))).toEqual(seen)
    expect(asked).toHaveLength(2)
  })

  it('[VERIFY-REPLAY-ATOMIC] claimUse adds all entries in one step', async () => {
    const { memory, asked } = memoryOf(() => true)
    expect(await refusal(() => claimUse(entries, memory, now))).toBe('accepted')
    expect(asked).toEqual([['add', uuid(1), uuid(2), uuid(3), now]])
  })
})

it('[VERIFY-REPLAY-ATOMIC] an add that gives no plain yes is a lost race', async () => {
  for (const answer of [undefined, null, 0, '']) {
    const { memory } = memoryOf(() => answer as never)
    expect(await refusal(() => claimUse([entry(1)], memory, now))).toEqual(seen)
  }
})
