import { EctError, type SupportingEct, type VerifiedEct } from '@wimse-ect/claims'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createReplayMemory, type ReplayEntry, type ReplayMemory } from '../src/replay-memory.ts'
import { createVerifier, verifyEct } from '../src/verifier.ts'
import type { VerifierOptions } from '../src/verifier-options.ts'
import { alice, bob, mallory } from './cast.ts'
import { errorOf, refusal } from './refusal.ts'
import { ect, flipped, now, rootClaims, type TokenParts, uuid, withSignature } from './tokens.ts'
import { bobOptions, verifierForBob } from './verifier-for-bob.ts'

const replayed = ['ECT_REPLAY_SEEN', 'jti']
const missing = new EctError('ECT_DAG_PARENT_MISSING')

/** The nth task, with these parents: a token of its own. */
function task(n: number, parents: readonly number[] = [], parts: TokenParts = {}): string {
  const names = { jti: uuid(100 + n), tid: uuid(200 + n), par: parents.map((parent) => uuid(200 + parent)) }
  return ect({ ...parts, claims: { ...names, ...parts.claims } })
}

/** A replay memory and a graph that write down what they are asked, in one list. */
function recorder(): { log: string[]; options: Pick<VerifierOptions, 'replay' | 'graph'> } {
  const log: string[] = []
  const memory = createReplayMemory()
  const write = (verb: string, entries: readonly ReplayEntry[], second: number) =>
    log.push(`${verb} ${entries.map(({ tokenId }) => tokenId.slice(-3)).join()} at ${second - now}`)
  const replay: ReplayMemory = {
    has: (entry, second) => write('has', [entry], second) > 0 && memory.has(entry, second),
    add: (entries, second) => write('add', entries, second) > 0 && memory.add(entries, second),
  }
  const graph = (token: VerifiedEct, inline: readonly SupportingEct[] | undefined) => {
    const others = inline?.map((other) => other.task.taskId.slice(-3)).join()
    log.push(`graph ${token.task.taskId.slice(-3)} inline ${others}`)
  }
  return { log, options: { replay, graph } }
}

describe('verify', () => {
  it('[EXAMPLE-ROOT] accepts a genuine token for bob', async () => {
    expect(await verifierForBob().verify(ect())).toMatchObject({ claims: rootClaims, verifiedAt: now })
  })

  it('[VERIFY-REPLAY-SEEN] accepts a token once', async () => {
    const verifier = verifierForBob()
    expect(await refusal(() => verifier.verify(ect()))).toBe('accepted')
    expect(await refusal(() => verifier.verify(ect()))).toEqual(replayed)
  })

  it('[VERIFY-REPLAY-SEEN] a jti is used up, whatever else the token says', async () => {
    const verifier = verifierForBob()
    await verifier.verify(ect())
    expect(await refusal(() => verifier.verify(ect({ claims: { tid: uuid(9) } })))).toEqual(replayed)
    expect(await refusal(() => verifier.verify(ect({ claims: { jti: uuid(9) } })))).toBe('accepted')
  })

  it('[CLAIM-UUID-CASE] a jti in upper case is the same one', async () => {
    const verifier = verifierForBob()
    const jti = uuid(0xabc)
    await verifier.verify(ect({ claims: { jti } }))
    expect(await refusal(() => verifier.verify(ect({ claims: { jti: jti.toUpperCase() } })))).toEqual(replayed)
  })

  it('[VERIFY-REPLAY-KEY] another issuer may use the same jti', async () => {
    const verifier = verifierForBob()
    await verifier.verify(ect())
    expect(await refusal(() => verifier.verify(ect({ signer: mallory })))).toBe('accepted')
  })

  it('[ENV-SIG-NOT-IDENTITY] another signature over the same token is a replay', async () => {
    const verifier = verifierForBob()
    const [one, twin] = [ect(), ect()]
    expect(twin).not.toBe(one)
    await verifier.verify(one)
    expect(await refusal(() => verifier.verify(twin))).toEqual(replayed)
  })

  it('[VERIFY-REPLAY-ATOMIC] of concurrent verifications of one token exactly one wins', async () => {
    const verifier = verifierForBob()
    const verdicts = await Promise.all(Array.from({ length: 8 }, () => refusal(() => verifier.verify(ect()))))
    expect(verdicts.filter((verdict) => verdict === 'accepted')).toHaveLength(1)
    expect(verdicts.filter((verdict) => verdict !== 'accepted')).toEqual(Array.from({ length: 7 }, () => replayed))
  })

  it('[VERIFY-REPLAY-ATOMIC] losing the race after step 15 is a replay', async () => {
    const replay: ReplayMemory = { has: () => false, add: () => false }
    expect(await refusal(() => verifierForBob({ replay }).verify(ect()))).toEqual(replayed)
  })

  it('[VERIFY-REPLAY-SEEN] every verifier has a memory of its own, or a shared one', async () => {
    await verifierForBob().verify(ect())
    expect(await refusal(() => verifierForBob().verify(ect()))).toBe('accepted')
    const replay = createReplayMemory()
    await verifierForBob({ replay }).verify(ect())
    expect(await refusal(() => verifierForBob({ replay }).verify(ect()))).toEqual(replayed)
  })

  it('[VERIFY-REPLAY-CAPACITY] refuses when the memory is full', async () => {
    const verifier = verifierForBob({ replay: createReplayMemory({ capacity: 1 }) })
    await verifier.verify(task(1))
    expect(await refusal(() => verifier.verify(task(2)))).toEqual(['ECT_REPLAY_CAPACITY', undefined])
    expect(await refusal(() => verifier.verify(task(1)))).toEqual(replayed)
  })

  it('[VERIFY-NO-EARLY-STORE] looks up, asks the graph, and stores last', async () => {
    const { log, options } = recorder()
    await verifierForBob(options).verify(task(1))
    expect(log).toEqual(['has 065 at 0', 'graph 0c9 inline undefined', 'add 065 at 0'])
  })

  it('[VERIFY-REPLAY-RETENTION] tells the memory how long to keep the entry', async () => {
    const entries: ReplayEntry[] = []
    const add = (added: readonly ReplayEntry[]) => entries.push(...added) > 0
    const options = { replay: { has: () => false, add }, expiryLeeway: 7, maxAge: 100 }
    await verifierForBob(options).verify(ect({ claims: { exp: now + 10 } }))
    await verifierForBob(options).verify(ect())
    expect(entries).toEqual([
      { issuer: alice.id, tokenId: uuid(1), keepUntil: now + 47 },
      { issuer: alice.id, tokenId: uuid(1), keepUntil: now + 70 },
    ])
  })

  it('[VERIFY-NO-EARLY-STORE] a token that fails any step is not remembered', async () => {
    const { log, options } = recorder()
    const verifier = verifierForBob(options)
    for (const token of [
      'x',
      withSignature(ect(), flipped),
      ect({ claims: { aud: alice.id } }),
      ect({ claims: { pol: '' } }),
    ]) {
      expect(await refusal(() => verifier.verify(token))).not.toBe('accepted')
    }
    expect(log).toEqual([])
  })

  it('[ATTACK-DAG-FAILURE] a graph that refuses or fails refuses the token, and nothing is stored', async () => {
    const broken = new Error('disk full')
    for (const failure of [missing, broken]) {
      const replay = createReplayMemory()
      const thrower = () => {
        throw failure
      }
      for (const graph of [thrower, () => Promise.reject(failure)]) {
        expect(await errorOf(() => verifierForBob({ replay, graph }).verify(ect()))).toBe(failure)
      }
      expect(await refusal(() => verifierForBob({ replay }).verify(ect()))).toBe('accepted')
    }
  })

  it('[VERIFY-ORDER-14-REPLAY] a seen jti is refused before the graph is asked', async () => {
    const { log, options } = recorder()
    const verifier = verifierForBob(options)
    await verifier.verify(task(1))
    log.length = 0
    expect(await refusal(() => verifier.verify(task(1)))).toEqual(replayed)
    expect(log).toEqual(['has 065 at 0'])
  })
})

describe('the clock', () => {
  it('[VERIFY-CLOCK-ONCE] is read once per call', async () => {
    const clock = vi.fn(() => now)
    const verifier = verifierForBob({ clock })
    await verifier.verify(task(1))
    expect(clock).toHaveBeenCalledTimes(1)
    await verifier.verifyAll([task(2), task(3), task(4, [2])])
    expect(clock).toHaveBeenCalledTimes(2)
    await verifier.verifyUnlessRecorded(task(5), async () => undefined)
    expect(clock).toHaveBeenCalledTimes(3)
  })

  it('[VERIFY-NOW-OPTION] is not read when the caller passes the time', async () => {
    const clock = vi.fn(() => now)
    const verifier = verifierForBob({ clock })
    const past = { now: now + 540 }
    const expired = ['ECT_TIME_EXPIRED', 'exp']
    expect(await refusal(() => verifier.verify(task(1), past))).toEqual(expired)
    expect(await refusal(() => verifier.verifyAll([task(1)], past))).toEqual(expired)
    expect(await refusal(() => verifier.verifyUnlessRecorded(task(1), async () => undefined, past))).toEqual(expired)
    expect(await verifier.verify(task(1), { now: now + 1 })).toMatchObject({ verifiedAt: now + 1 })
    expect(clock).not.toHaveBeenCalled()
  })

  it('[VERIFY-NOW-OPTION] the second 0 is a time too', async () => {
    const token = task(1, [], { claims: { iat: 0, exp: 600 } })
    expect(await verifierForBob().verify(token, { now: 0 })).toMatchObject({ verifiedAt: 0 })
  })

  it.each([Number.NaN, 0.5, -1, Number.POSITIVE_INFINITY, '1772000000'])(
    'a reading of %s is a TypeError',
    async (reading) => {
      const call = { now: reading as number }
      const findEntry = async () => undefined
      const verifier = verifierForBob()
      expect(await errorOf(() => verifier.verify(ect(), call))).toBeInstanceOf(TypeError)
      expect(await errorOf(() => verifier.verifyAll([ect()], call))).toBeInstanceOf(TypeError)
      expect(await errorOf(() => verifier.verifyUnlessRecorded(ect(), findEntry, call))).toBeInstanceOf(TypeError)
      const broken = verifierForBob({ clock: () => reading as number })
      expect(await errorOf(() => broken.verify(ect()))).toBeInstanceOf(TypeError)
    },
  )
})

describe('the system clock', () => {
  beforeEach(() => vi.useFakeTimers({ now: now * 1000, toFake: ['Date'] }))
  afterEach(() => vi.useRealTimers())

  it('is used when there is no other', async () => {
    const verifier = createVerifier({ audience: bob.id, keys: bobOptions.keys })
    expect(await verifier.verify(ect())).toMatchObject({ verifiedAt: now })
  })
})

describe('verifyAll', () => {
  /** Task ids of the subjects and the supporting tokens, by number. */
  async function roles(tokens: readonly string[]): Promise<unknown> {
    const { subjects, supporting } = await verifierForBob().verifyAll(tokens)
    const number = (token: SupportingEct) => Number.parseInt(token.task.taskId.slice(-3), 16) - 200
    return { subjects: subjects.map(number), supporting: supporting.map(number) }
  }

  it('[HTTP-SUBJECT] tells subjects from supporting tokens, each in the order they came', async () => {
    expect(await roles([])).toEqual({ subjects: [], supporting: [] })
    expect(await roles([task(1)])).toEqual({ subjects: [1], supporting: [] })
    expect(await roles([task(2), task(1)])).toEqual({ subjects: [2, 1], supporting: [] })
    const all = [task(4, [2]), task(1), task(3), task(2, [1]), task(5, [3, 2])]
    expect(await roles(all)).toEqual({ subjects: [4, 5], supporting: [1, 3, 2] })
  })

  it('[CLAIM-IDS-OPAQUE] finds the parents of opaque ids too', async () => {
    const opaque = (tid: string, par: string[]) => ect({ claims: { jti: `jti-${tid}`, tid, par } })
    const verifier = verifierForBob({ ids: 'opaque' })
    const { supporting } = await verifier.verifyAll([opaque('a', []), opaque('b', ['a'])])
    expect(supporting).toHaveLength(1)
  })

  it('[HTTP-ALL-VERIFIED] one bad token refuses them all, subject or supporting', async () => {
    const bad = (n: number) => withSignature(task(n), flipped)
    const invalid = ['ECT_SIGNATURE_INVALID', undefined]
    expect(await refusal(() => verifierForBob().verifyAll([task(1), bad(2)]))).toEqual(invalid)
    expect(await refusal(() => verifierForBob().verifyAll([bad(2), task(1)]))).toEqual(invalid)
    expect(await refusal(() => verifierForBob().verifyAll([bad(1), task(2, [1])]))).toEqual(invalid)
    const notForUs = task(2, [], { claims: { aud: alice.id } })
    expect(await refusal(() => verifierForBob().verifyAll([task(1), notForUs]))).toEqual(['ECT_PARTY_AUDIENCE', 'aud'])
  })

  it('[VERIFY-NO-EARLY-STORE] when a later token fails, the earlier ones are not remembered', async () => {
    const { log, options } = recorder()
    const verifier = verifierForBob(options)
    for (const later of [withSignature(task(2), flipped), task(2, [], { claims: { pol: '' } })]) {
      expect(await refusal(() => verifier.verifyAll([task(1), later]))).not.toBe('accepted')
    }
    expect(log).toEqual([])
    expect(await refusal(() => verifier.verifyAll([task(1)]))).toBe('accepted')
  })

  it('[VERIFY-NO-EARLY-STORE] when a later subject was seen or does not fit, the earlier one is not remembered', async () => {
    const replay = createReplayMemory()
    await verifierForBob({ replay }).verify(task(2))
    expect(await refusal(() => verifierForBob({ replay }).verifyAll([task(1), task(2)]))).toEqual(replayed)
    const graph = (token: VerifiedEct) => {
      if (token.task.taskId === uuid(203)) throw missing
    }
    expect(await errorOf(() => verifierForBob({ replay, graph }).verifyAll([task(1), task(3)]))).toBe(missing)
    expect(await refusal(() => verifierForBob({ replay }).verifyAll([task(1), task(3)]))).toBe('accepted')
  })

  it('[HTTP-SUPPORTING-SKIPS-REPLAY] a supporting token is neither looked up nor stored', async () => {
    const verifier = verifierForBob()
    await verifier.verify(task(1))
    expect(await refusal(() => verifier.verifyAll([task(1), task(2, [1])]))).toBe('accepted')
    expect(await refusal(() => verifier.verifyAll([task(3), task(4, [3])]))).toBe('accepted')
    expect(await refusal(() => verifier.verify(task(3)))).toBe('accepted')
  })

  it('[HTTP-SUPPORTING-SKIPS-DAG] the graph judges the subjects, each with the other tokens of the message', async () => {
    const { log, options } = recorder()
    await verifierForBob(options).verifyAll([task(1), task(2, [1]), task(3)])
    expect(log).toEqual([
      'has 066 at 0',
      'has 067 at 0',
      'graph 0ca inline 0c9,0cb',
      'graph 0cb inline 0c9,0ca',
      'add 066,067 at 0',
    ])
  })

  it('a token that came alone has no others inline', async () => {
    const { log, options } = recorder()
    await verifierForBob(options).verifyAll([task(1)])
    expect(log).toContain('graph 0c9 inline ')
  })

  it('[VERIFY-REPLAY-SEEN] a token that is sent twice in one message is a replay, and then not remembered', async () => {
    const verifier = verifierForBob()
    expect(await refusal(() => verifier.verifyAll([task(1), task(1)]))).toEqual(replayed)
    expect(await refusal(() => verifier.verifyAll([task(1), task(2), task(1)]))).toEqual(replayed)
    expect(await refusal(() => verifier.verifyAll([task(1), task(2)]))).toBe('accepted')
  })

  it('[VERIFY-REPLAY-SEEN] a subject that comes again in another message is a replay', async () => {
    const verifier = verifierForBob()
    await verifier.verifyAll([task(1), task(2)])
    expect(await refusal(() => verifier.verifyAll([task(3), task(2)]))).toEqual(replayed)
  })

  it('[HTTP-NO-SUBJECT] tokens that all name each other are a cycle', async () => {
    const cycle = ['ECT_DAG_CYCLE', undefined]
    const { log, options } = recorder()
    const verifier = verifierForBob(options)
    expect(await refusal(() => verifier.verifyAll([task(1, [2]), task(2, [1])]))).toEqual(cycle)
    const ring = [task(1, [3]), task(2, [1]), task(3, [2])]
    expect(await refusal(() => verifier.verifyAll(ring))).toEqual(cycle)
    expect(log).toEqual([])
  })

  it('[VERIFY-ORDER] a token without a subject is judged before the cycle is noticed', async () => {
    const tokens = [task(1, [2]), task(2, [1], { claims: { pol: '' } })]
    expect(await refusal(() => verifierForBob().verifyAll(tokens))).toEqual(['ECT_CLAIM_STRING', 'pol'])
  })

  it('[VERIFY-NO-EARLY-TRUST] all signatures are checked before any token is believed to support another', async () => {
    // The forged child would make mallory's expired token a supporting one.
    const expired = task(1, [], { claims: { exp: now } })
    const forged = withSignature(task(2, [1]), flipped)
    for (const tokens of [
      [expired, forged],
      [forged, expired],
    ]) {
      const verdict = refusal(() => verifierForBob().verifyAll(tokens))
      expect(await verdict).toEqual(['ECT_SIGNATURE_INVALID', undefined])
    }
    expect(await refusal(() => verifierForBob().verifyAll([expired, task(2, [1])]))).toBe('accepted')
  })
})

describe('verifyUnlessRecorded', () => {
  const findNothing = async (): Promise<string | undefined> => undefined
  const expired = ['ECT_TIME_EXPIRED', 'exp']

  it('[RECORD-FIRST-ENTRY] answers with the entry of the same signing input', async () => {
    const asked: string[] = []
    const compact = ect()
    const answer = await verifierForBob().verifyUnlessRecorded(compact, async (signingInput) => {
      asked.push(signingInput)
      return 'entry 7'
    })
    expect(answer).toEqual({ entry: 'entry 7' })
    expect(asked).toEqual([compact.slice(0, compact.lastIndexOf('.'))])
  })

  it('takes any answer but undefined for an entry', async () => {
    for (const entry of [0, '', null, false]) {
      expect(await verifierForBob().verifyUnlessRecorded(ect(), async () => entry)).toEqual({ entry })
    }
  })

  it('[RECORD-RETRY-AFTER-EXP] a retry is answered after exp and after the key was revoked', async () => {
    const keys = () => ({ jwk: alice.jwk, subject: alice.id, revoked: true, expiresAt: 0 })
    const late = { now: now + 1_000_000 }
    const answer = verifierForBob({ keys }).verifyUnlessRecorded(ect(), async () => 'entry', late)
    expect(await answer).toEqual({ entry: 'entry' })
  })

  it('[RECORD-FIRST-ENTRY] steps 1 to 5 come first: a forged retry gets no entry', async () => {
    const findEntry = vi.fn(async () => 'entry')
    for (const token of [withSignature(ect(), flipped), ect({ header: { kid: 'carol-key' } }), 'x']) {
      expect(await refusal(() => verifierForBob().verifyUnlessRecorded(token, findEntry))).not.toBe('accepted')
    }
    expect(findEntry).not.toHaveBeenCalled()
  })

  it('a token that is not recorded passes steps 6 to 13', async () => {
    const answer = await verifierForBob().verifyUnlessRecorded(ect(), findNothing)
    expect(answer).toMatchObject({ token: { claims: rootClaims, verifiedAt: now } })
    const judge = (parts: TokenParts) => refusal(() => verifierForBob().verifyUnlessRecorded(ect(parts), findNothing))
    expect(await judge({ signer: mallory, claims: { iss: alice.id } })).toEqual(['ECT_PARTY_ISSUER', 'iss'])
    expect(await judge({ claims: { aud: alice.id } })).toEqual(['ECT_PARTY_AUDIENCE', 'aud'])
    expect(await judge({ claims: { exp: now } })).toEqual(expired)
    expect(await judge({ claims: { pol_timestamp: now } })).toEqual(['ECT_CLAIM_POLICY_TIME', 'pol_timestamp'])
  })

  it('[RECORD-NO-REPLAY-MEMORY] neither the memory nor the graph is asked', async () => {
    const { log, options } = recorder()
    const verifier = verifierForBob(options)
    await verifier.verify(ect())
    log.length = 0
    expect(await refusal(() => verifier.verifyUnlessRecorded(ect(), findNothing))).toBe('accepted')
    expect(log).toEqual([])
  })

  it('[MODE-LATENESS] lateness widens expiry and age by as many seconds, and nothing else', async () => {
    const verdict = (claims: object, maxLatenessSeconds?: number, options: Partial<VerifierOptions> = {}) =>
      refusal(() => verifierForBob(options).verifyUnlessRecorded(ect({ claims }), findNothing, { maxLatenessSeconds }))
    expect(await verdict({ exp: now })).toEqual(expired)
    expect(await verdict({ exp: now }, 0)).toEqual(expired)
    expect(await verdict({ exp: now - 9 }, 10)).toBe('accepted')
    expect(await verdict({ exp: now - 10 }, 10)).toEqual(expired)
    expect(await verdict({ exp: now - 14 }, 10, { expiryLeeway: 5 })).toBe('accepted')
    expect(await verdict({ exp: now - 15 }, 10, { expiryLeeway: 5 })).toEqual(expired)
    expect(await verdict({ iat: now - 910 }, 10)).toBe('accepted')
    expect(await verdict({ iat: now - 911 }, 10)).toEqual(['ECT_TIME_TOO_OLD', 'iat'])
    expect(await verdict({ iat: now + 31 }, 10)).toEqual(['ECT_TIME_FUTURE', 'iat'])
    expect(await verdict({ nbf: now + 31 }, 10)).toEqual(['ECT_TIME_FUTURE', 'nbf'])
  })

  it('[MODE-LATENESS] the lateness of one call is forgotten by the next', async () => {
    const verifier = verifierForBob()
    const late = ect({ claims: { exp: now } })
    await verifier.verifyUnlessRecorded(late, findNothing, { maxLatenessSeconds: 10 })
    expect(await refusal(() => verifier.verifyUnlessRecorded(late, findNothing))).toEqual(expired)
  })

  it.each([Number.NaN, -1, 0.5, Number.POSITIVE_INFINITY])('a lateness of %s is a TypeError', async (seconds) => {
    const call = { maxLatenessSeconds: seconds }
    expect(await errorOf(() => verifierForBob().verifyUnlessRecorded(ect(), findNothing, call))).toBeInstanceOf(
      TypeError,
    )
  })

  it('[ATTACK-DAG-FAILURE] a look-up that fails refuses the token', async () => {
    const broken = new Error('disk full')
    const verdict = errorOf(() => verifierForBob().verifyUnlessRecorded(ect(), () => Promise.reject(broken)))
    expect(await verdict).toBe(broken)
  })
})

describe('verifyEct', () => {
  it('verifies one token with the options of a verifier', async () => {
    expect(await verifyEct(ect(), bobOptions)).toMatchObject({ claims: rootClaims, verifiedAt: now })
    expect(await verifyEct(ect(), { ...bobOptions, now: now + 1 })).toMatchObject({ verifiedAt: now + 1 })
    expect(await refusal(() => verifyEct(ect(), { ...bobOptions, audience: alice.id }))).toEqual([
      'ECT_PARTY_AUDIENCE',
      'aud',
    ])
  })

  it('[VERIFY-REPLAY-SEEN] notices replays in a memory that is given, and only then', async () => {
    await verifyEct(ect(), bobOptions)
    expect(await refusal(() => verifyEct(ect(), bobOptions))).toBe('accepted')
    const replay = createReplayMemory()
    await verifyEct(ect(), { ...bobOptions, replay })
    expect(await refusal(() => verifyEct(ect(), { ...bobOptions, replay }))).toEqual(replayed)
  })

  it('[VERIFY-ORDER-15-DAG] asks the graph', async () => {
    const graph = () => {
      throw missing
    }
    expect(await errorOf(() => verifyEct(ect(), { ...bobOptions, graph }))).toBe(missing)
  })

  it("rejects with a TypeError for a programmer's mistake, and never throws at once", async () => {
    const promise = verifyEct(ect(), { ...bobOptions, audience: '' })
    expect(promise).toBeInstanceOf(Promise)
    expect(await errorOf(() => promise)).toBeInstanceOf(TypeError)
  })
})

describe('createVerifier', () => {
  it('[ENV-ALG-PROGRAMMER] refuses options that would weaken it', () => {
    expect(() => createVerifier({ ...bobOptions, algorithms: ['none' as never] })).toThrow(TypeError)
    expect(() => createVerifier({ ...bobOptions, maxAge: Number.NaN })).toThrow(TypeError)
  })

  it('its functions work when they are taken off', async () => {
    const { verify } = verifierForBob()
    expect(await refusal(() => verify(ect()))).toBe('accepted')
  })
})
