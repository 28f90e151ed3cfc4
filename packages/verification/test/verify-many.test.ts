import { EctError, type VerifiedEct } from '@wimse-ect/claims'
import { describe, expect, it, vi } from 'vitest'
import { jwksKeys } from '../src/key-set.ts'
import { createReplayMemory } from '../src/replay-memory.ts'
import type { KeyResolver } from '../src/verification-key.ts'
import type { SignatureJob, VerifierPool } from '../src/verifier-pool-options.ts'
import type { VerifyOrFindResult } from '../src/verify-many.ts'
import { alice, keySet, mallory } from './cast.ts'
import { errorOf } from './refusal.ts'
import { ect, flipped, now, uuid, withSignature } from './tokens.ts'
import { verifierForBob } from './verifier-for-bob.ts'

/** The nth task of alice. */
const task = (n: number, claims: object = {}): string =>
  ect({ claims: { jti: uuid(1000 + n), tid: uuid(5000 + n), ...claims } })

const tasks = (count: number): string[] => Array.from({ length: count }, (_, n) => task(n))

/** `'accepted'`, `'found'`, or the code. */
function verdict(result: VerifyOrFindResult<unknown>): string {
  if (!result.ok) return result.error.code
  return 'entry' in result ? 'found' : 'accepted'
}

/** A pool that answers with a function, and notes how many it was asked at once. */
function poolOf(answer: (job: SignatureJob, at: number) => boolean): VerifierPool & { readonly sizes: number[] } {
  const sizes: number[] = []
  return {
    sizes,
    threads: 0,
    check: async (jobs) => {
      sizes.push(jobs.length)
      return jobs.map(answer)
    },
    close: async () => undefined,
  }
}

describe('verifyMany', () => {
  it('answers in the order of the tokens, also when there are more than one group of them', async () => {
    const tokens = tasks(600)
    const results = await verifierForBob().verifyMany(tokens)
    expect(results.map((result) => result.ok && result.token.compact)).toEqual(tokens)
  })

  it('one that is refused does not hold up the others', async () => {
    const tokens = [task(1), withSignature(task(2), flipped), 'x', task(3, { exp: now - 60 }), task(4)]
    const verdicts = (await verifierForBob().verifyMany(tokens)).map(verdict)
    const refused = ['ECT_SIGNATURE_INVALID', 'ECT_TOKEN_SEGMENTS', 'ECT_TIME_EXPIRED']
    expect(verdicts).toEqual(['accepted', ...refused, 'accepted'])
  })

  it('of no tokens there is nothing to say', async () => {
    expect(await verifierForBob().verifyMany([])).toEqual([])
  })

  it('[VERIFY-REPLAY-SEEN] of two tokens with one jti the first is accepted, and later calls know it', async () => {
    const verifier = verifierForBob()
    const results = await verifier.verifyMany([task(1), task(2, { jti: uuid(1001) }), task(3)])
    expect(results.map(verdict)).toEqual(['accepted', 'ECT_REPLAY_SEEN', 'accepted'])
    expect((await verifier.verifyMany([task(3)])).map(verdict)).toEqual(['ECT_REPLAY_SEEN'])
  })

  it('[VERIFY-NO-EARLY-STORE] a token that is refused does not use up its jti', async () => {
    const results = await verifierForBob().verifyMany([withSignature(task(1), flipped), task(1)])
    expect(results.map(verdict)).toEqual(['ECT_SIGNATURE_INVALID', 'accepted'])
  })

  it('[VERIFY-REPLAY-CAPACITY] what the replay memory has no room for is refused', async () => {
    const verifier = verifierForBob({ replay: createReplayMemory({ capacity: 2 }) })
    const verdicts = (await verifier.verifyMany(tasks(3))).map(verdict)
    expect(verdicts).toEqual(['accepted', 'accepted', 'ECT_REPLAY_CAPACITY'])
  })

  it('[VERIFY-ORDER-15-DAG] every token is judged alone by the graph', async () => {
    const graph = vi.fn((token: VerifiedEct) => {
      if (token.task.tokenId === uuid(1001)) throw new EctError('ECT_DAG_PARENT_MISSING')
    })
    const results = await verifierForBob({ graph }).verifyMany(tasks(2))
    expect(results.map(verdict)).toEqual(['accepted', 'ECT_DAG_PARENT_MISSING'])
    expect(graph.mock.calls.map((call: readonly unknown[]) => call[1])).toEqual([undefined, undefined])
  })

  it('[VERIFY-CLOCK-ONCE] the clock is read once, and a time that is given counts instead', async () => {
    const clock = vi.fn(() => now)
    const results = await verifierForBob({ clock }).verifyMany(tasks(3))
    expect(results.map((result) => result.ok && result.token.verifiedAt)).toEqual([now, now, now])
    expect(clock).toHaveBeenCalledTimes(1)
    const later = await verifierForBob().verifyMany(tasks(1), { now: now + 10_000 })
    expect(later.map(verdict)).toEqual(['ECT_TIME_EXPIRED'])
  })

  it('a time that is none is a mistake of the caller', async () => {
    expect(await errorOf(() => verifierForBob().verifyMany([], { now: Number.NaN }))).toBeInstanceOf(TypeError)
  })

  it('what is no refusal ends the call', async () => {
    const failure = new Error('broken')
    const graph = () => Promise.reject(failure)
    expect(await errorOf(() => verifierForBob({ graph }).verifyMany(tasks(2)))).toBe(failure)
  })
})

describe('keys of many tokens', () => {
  const known = jwksKeys(keySet)

  it('a key is asked for once in a call, and again in the next one', async () => {
    const keys = vi.fn<KeyResolver>(known)
    const verifier = verifierForBob({ keys })
    await verifier.verifyMany([...tasks(3), ect({ signer: mallory })])
    expect(keys.mock.calls.flat()).toEqual([alice.kid, mallory.kid])
    await verifier.verifyMany([task(4)])
    expect(keys).toHaveBeenCalledTimes(3)
  })

  it('that there is no key, or that nobody could tell, is asked again for the next token', async () => {
    const answers = [() => undefined, () => Promise.reject(new Error('down')), known]
    const keys: KeyResolver = (kid) => (answers.shift() ?? known)(kid)
    const results = await verifierForBob({ keys }).verifyMany(tasks(4))
    expect(results.map(verdict)).toEqual(['ECT_KEY_UNKNOWN', 'ECT_KEY_UNAVAILABLE', 'accepted', 'accepted'])
  })

  it('those of the call count instead of those of the verifier', async () => {
    const results = await verifierForBob({ keys: () => undefined }).verifyMany(tasks(1), { keys: known })
    expect(results.map(verdict)).toEqual(['accepted'])
  })
})

describe('the pool of a verifier', () => {
  it('[VERIFY-SIGNATURE] is given the keys as they were judged, whatever became of their objects since', async () => {
    const jwk = { ...alice.jwk }
    const given: unknown[] = []
    const pool = poolOf((job) => given.push(job.jwk) > 0)
    const verifier = verifierForBob({ pool, keys: () => ({ jwk, subject: alice.id }) })
    await verifier.verifyMany([task(1)])
    Object.assign(jwk, mallory.jwk)
    await verifier.verifyMany([task(2)])
    expect(given).toEqual([alice.jwk, alice.jwk])
  })

  it('is asked only for signatures that are well-formed and whose key is found', async () => {
    const pool = poolOf(() => true)
    const tokens = [task(1), withSignature(task(2), () => new Uint8Array(64)), ect({ header: { kid: 'nobody' } })]
    const results = await verifierForBob({ pool }).verifyMany(tokens)
    expect(results.map(verdict)).toEqual(['accepted', 'ECT_SIGNATURE_FORMAT', 'ECT_KEY_UNKNOWN'])
    expect(pool.sizes).toEqual([1])
  })

  it('gets groups of 256', async () => {
    const pool = poolOf(() => true)
    await verifierForBob({ pool }).verifyMany(tasks(600))
    expect(pool.sizes).toEqual([256, 256, 88])
  })

  it('is asked for nothing after the last token', async () => {
    const pool = poolOf(() => true)
    await verifierForBob({ pool }).verifyMany([])
    await verifierForBob({ pool }).verifyMany(tasks(256))
    expect(pool.sizes).toEqual([256])
  })

  it('[VERIFY-SIGNATURE] its answers belong to the tokens in their order; what it does not call right is wrong', async () => {
    const tokens = ['x', task(1), task(2), task(3)]
    const second = verifierForBob({ pool: poolOf((_job, at) => at === 1) })
    const refused = 'ECT_SIGNATURE_INVALID'
    const verdicts = (await second.verifyMany(tokens)).map(verdict)
    expect(verdicts).toEqual(['ECT_TOKEN_SEGMENTS', refused, 'accepted', refused])
    const silent: VerifierPool = { threads: 0, check: async () => [], close: async () => undefined }
    const unanswered = (await verifierForBob({ pool: silent }).verifyMany(tokens)).map(verdict)
    expect(unanswered).toEqual(['ECT_TOKEN_SEGMENTS', refused, refused, refused])
    const yes = { ...silent, check: async () => [1, 'true', {}] as unknown as boolean[] }
    const untrue = (await verifierForBob({ pool: yes }).verifyMany(tokens)).map(verdict)
    expect(untrue).toEqual(['ECT_TOKEN_SEGMENTS', refused, refused, refused])
  })

  it('reads the next group while the signatures of one are checked', async () => {
    const log: string[] = []
    const pool: VerifierPool = {
      threads: 0,
      check: async (jobs) => {
        log.push('check')
        await new Promise((resolve) => setTimeout(resolve, 20))
        log.push('checked')
        return jobs.map(() => true)
      },
      close: async () => undefined,
    }
    await verifierForBob({ pool }).verifyMany(tasks(257))
    expect(log).toEqual(['check', 'check', 'checked', 'checked'])
  })

  it('a failure of it ends the call, also when it comes while another group is read', async () => {
    const failure = new Error('broken')
    const pool: VerifierPool = { threads: 0, check: () => Promise.reject(failure), close: async () => undefined }
    expect(await errorOf(() => verifierForBob({ pool }).verifyMany(tasks(300)))).toBe(failure)
  })

  it('what is no pool is a mistake of the caller', () => {
    expect(() => verifierForBob({ pool: {} as unknown as VerifierPool })).toThrow(TypeError)
  })
})

describe('verifyManyUnlessRecorded', () => {
  const nowhere = async (): Promise<undefined> => undefined

  it('[RECORD-NO-REPLAY-MEMORY] accepts a token twice, and asks for none that passes', async () => {
    const findEntry = vi.fn(nowhere)
    const results = await verifierForBob().verifyManyUnlessRecorded([task(1), task(1)], findEntry)
    expect(results.map(verdict)).toEqual(['accepted', 'accepted'])
    expect(findEntry).not.toHaveBeenCalled()
  })

  it('[RECORD-RETRY-AFTER-EXP] a recorded token that has expired is answered with its entry', async () => {
    const [old, recorded] = [task(1, { exp: now - 60 }), task(2, { exp: now - 60 })]
    const findEntry = async (input: string) => (recorded.startsWith(`${input}.`) ? 7 : undefined)
    const results = await verifierForBob().verifyManyUnlessRecorded([old, recorded, task(3)], findEntry)
    expect(results.map(verdict)).toEqual(['ECT_TIME_EXPIRED', 'found', 'accepted'])
    expect(results[1]).toEqual({ ok: true, entry: 7 })
  })

  it('[RECORD-FIRST-ENTRY] what fails before step 5 is over is looked up nowhere', async () => {
    const findEntry = vi.fn(async () => 7)
    const forged = [withSignature(task(1, { exp: now - 60 }), flipped), 'x']
    const results = await verifierForBob().verifyManyUnlessRecorded(forged, findEntry)
    expect(results.map(verdict)).toEqual(['ECT_SIGNATURE_INVALID', 'ECT_TOKEN_SEGMENTS'])
    expect(findEntry).not.toHaveBeenCalled()
  })

  it('[MODE-LATENESS] lateness widens expiry and age by so many seconds, and no more', async () => {
    const late = [task(1, { iat: now - 960, exp: now - 59 }), task(2, { iat: now - 961 }), task(3, { exp: now - 60 })]
    const results = await verifierForBob().verifyManyUnlessRecorded(late, nowhere, { maxLatenessSeconds: 60 })
    expect(results.map(verdict)).toEqual(['accepted', 'ECT_TIME_TOO_OLD', 'ECT_TIME_EXPIRED'])
    const call = { maxLatenessSeconds: -1 }
    expect(await errorOf(() => verifierForBob().verifyManyUnlessRecorded([], nowhere, call))).toBeInstanceOf(TypeError)
  })

  it('a ledger that cannot be asked ends the call', async () => {
    const failure = new EctError('ECT_LEDGER_UNAVAILABLE')
    const findEntry = () => Promise.reject(failure)
    const call = verifierForBob().verifyManyUnlessRecorded([task(1, { exp: now - 60 })], findEntry)
    expect(await errorOf(() => call)).toBe(failure)
  })
})
