import {
  canonicalIdentifier,
  checkAlgorithmList,
  defaultAlgorithms,
  defaultTimes,
  EctError,
  isEctError,
  isIdentifier,
  type JsonValue,
  profiles,
  type VerifiedEct,
} from '@wimse-ect/claims'
import { createReplayMemory, type ReplayEntry, type ReplayMemory } from './replay-memory.ts'
import { type AuthenticEct, authenticate, judgeSubject, judgeSupporting, type VerificationPolicy } from './steps.ts'

/**
 * Step 15: decides whether a verified token fits what came before, and throws an EctError when it does not.
 *
 * @param inline the other verified tokens of the message; `undefined` for a token that was verified alone
 */
export type GraphCheck = (token: VerifiedEct, inline: readonly VerifiedEct[] | undefined) => void | Promise<void>

/** Options of {@link createVerifier}. */
export interface VerifierOptions extends VerificationPolicy {
  /** Where accepted tokens are remembered. Default: a memory of this verifier's own, `createReplayMemory()`. */
  readonly replay?: ReplayMemory | undefined
  /** The graph rules and the store they read; the package `wimse-ect` supplies it. Default: step 15 is not done. */
  readonly graph?: GraphCheck | undefined
  /** The clock, in seconds since 1970. Default: the system's. */
  readonly clock?: (() => number) | undefined
}

/** Options of one call. */
export interface CallOptions {
  /** Judge as if it were this second since 1970. Default: one reading of the clock. */
  readonly now?: number | undefined
}

/** Options of {@link Verifier.verifyUnlessRecorded}. */
export interface RecordOptions extends CallOptions {
  /** How many seconds late a token may come (deferred mode); widens steps 10 and 11. Default 0. */
  readonly maxLatenessSeconds?: number | undefined
}

/** The tokens of one message. */
export interface VerifiedTokens {
  /** Tokens that stand for themselves; they passed every step. */
  readonly subjects: readonly VerifiedEct[]
  /** Tokens that another one names as its parent. */
  readonly supporting: readonly VerifiedEct[]
}

/** Verifies tokens for one audience. */
export interface Verifier {
  /**
   * All steps of SPEC 3, for one token. Nothing is stored before every other step has passed.
   *
   * @throws EctError of the first step that fails; at step 14 `ECT_REPLAY_SEEN` or `ECT_REPLAY_CAPACITY`
   */
  verify(compact: string, options?: CallOptions): Promise<VerifiedEct>

  /**
   * The tokens of one message, for instance of one `Execution-Context` field (SPEC 5 [R]): every one is verified, and
   * if one fails, all are refused.
   *
   * @throws EctError of the first step that fails; `ECT_DAG_CYCLE` when every token names another one as its parent
   */
  verifyAll(tokens: readonly string[], options?: CallOptions): Promise<VerifiedTokens>

  /**
   * Verification for a ledger (SPEC 3 [R]): after step 5, a token that is already recorded needs no further step, so
   * that a retry is answered even after `exp`. Otherwise steps 6 to 13. Steps 14 and 15 are the ledger's own, judged
   * when it appends; no replay memory is used.
   *
   * @param findEntry the ledger's look-up by signing input
   */
  verifyUnlessRecorded<Entry>(
    compact: string,
    findEntry: (signingInput: string) => Promise<Entry | undefined>,
    options?: RecordOptions,
  ): Promise<{ readonly entry: Entry } | { readonly token: VerifiedEct }>
}

/** How long an entry of the replay memory outlives the last second in which its token could pass (SPEC 3 [R]). */
const replayMargin = 30

/**
 * Makes a verifier.
 *
 * @throws TypeError for an empty audience, an allow-list that names no supported algorithm or revision, or a duration
 * that is not a whole number of seconds: a NaN would turn every comparison, and so every check, off
 */
export function createVerifier(options: VerifierOptions): Verifier {
  const policy = checkPolicy(options)
  const replay = options.replay ?? createReplayMemory()
  const clock = options.clock ?? systemClock

  const readClock = (call: CallOptions): number => checkSeconds(call.now ?? clock(), 'now')

  return {
    async verify(compact, call = {}) {
      const now = readClock(call)
      const token = judgeSubject(await authenticate(compact, policy), policy, now)
      await accept([token], undefined, now)
      return token
    },

    async verifyAll(tokens, call = {}) {
      const now = readClock(call)
      const authentic: AuthenticEct[] = []
      for (const token of tokens) authentic.push(await authenticate(token, policy))
      const isSupporting = supportingTokens(authentic, policy)
      const judged = authentic.map((token, at) =>
        isSupporting[at] ? judgeSupporting(token, policy, now) : judgeSubject(token, policy, now),
      )
      const subjects = judged.filter((_, at) => !isSupporting[at])
      const supporting = judged.filter((_, at) => isSupporting[at])
      if (judged.length > 0 && subjects.length === 0) throw new EctError('ECT_DAG_CYCLE')
      await accept(subjects, judged, now)
      return { subjects, supporting }
    },

    async verifyUnlessRecorded(compact, findEntry, call = {}) {
      const now = readClock(call)
      const lateness = checkSeconds(call.maxLatenessSeconds ?? 0, 'maxLatenessSeconds')
      const authentic = await authenticate(compact, policy)
      const entry = await findEntry(authentic.decoded.signingInput)
      if (entry !== undefined) return { entry }
      return { token: judgeSubject(authentic, late(policy, lateness), now) }
    },
  }

  /** Steps 14 and 15; the replay memory is written last. */
  async function accept(
    subjects: readonly VerifiedEct[],
    message: readonly VerifiedEct[] | undefined,
    now: number,
  ): Promise<void> {
    const entries = subjects.map((token) => replayEntry(token, policy))
    checkNoneTwice(entries)
    // 14 jti not seen
    for (const entry of entries) {
      if (await ask(() => replay.has(entry, now))) throw seen()
    }
    // 15 the graph, when a store is given
    for (const token of subjects) {
      const inline = message?.filter((other) => other !== token)
      await options.graph?.(token, inline)
    }
    for (const entry of entries) {
      if (!(await ask(() => replay.add(entry, now)))) throw seen()
    }
  }
}

/**
 * Verifies one token once, with the options of {@link createVerifier}.
 *
 * A single call remembers nothing: it notices replays only when `replay` is given, and then shared between calls.
 */
export function verifyEct(compact: string, options: VerifierOptions & CallOptions): Promise<VerifiedEct> {
  return createVerifier({ ...options, replay: options.replay ?? forgetful }).verify(compact, options)
}

const forgetful: ReplayMemory = { has: () => false, add: () => true }

function systemClock(): number {
  return Math.floor(Date.now() / 1000)
}

type CompletePolicy = VerificationPolicy & Readonly<Record<keyof typeof defaultTimes, number>>

function checkPolicy(options: VerifierOptions): CompletePolicy {
  if (typeof options.audience !== 'string' || options.audience === '') {
    throw new TypeError("audience must be the verifier's own identifier")
  }
  if (typeof options.keys !== 'function') throw new TypeError('keys must be a key resolver')
  for (const revision of options.revisions ?? []) {
    if (!Object.hasOwn(profiles, revision)) throw new TypeError('revisions names one that is not implemented')
  }
  return {
    ...options,
    algorithms: checkAlgorithmList(options.algorithms ?? defaultAlgorithms),
    expiryLeeway: checkSeconds(options.expiryLeeway ?? defaultTimes.expiryLeeway, 'expiryLeeway'),
    maxAge: checkSeconds(options.maxAge ?? defaultTimes.maxAge, 'maxAge'),
    clockSkew: checkSeconds(options.clockSkew ?? defaultTimes.clockSkew, 'clockSkew'),
  }
}

function checkSeconds(value: number, name: string): number {
  if (!Number.isSafeInteger(value) || value < 0) throw new TypeError(`${name} must be a whole number of seconds`)
  return value
}

function late(policy: CompletePolicy, lateness: number): VerificationPolicy {
  return { ...policy, expiryLeeway: policy.expiryLeeway + lateness, maxAge: policy.maxAge + lateness }
}

function replayEntry({ task }: VerifiedEct, policy: CompletePolicy): ReplayEntry {
  const lastUse = Math.min(task.expiresAt + policy.expiryLeeway, task.issuedAt + policy.maxAge)
  return { issuer: task.agent, tokenId: task.tokenId, keepUntil: lastUse + replayMargin }
}

/** A token sent twice in one message is a replay; noticed here, the first copy is not remembered for nothing. */
function checkNoneTwice(entries: readonly ReplayEntry[]): void {
  const distinct = new Set(entries.map(({ issuer, tokenId }) => `${issuer} ${tokenId}`))
  if (distinct.size < entries.length) throw seen()
}

function seen(): EctError {
  return new EctError('ECT_REPLAY_SEEN', { path: 'jti' })
}

async function ask(question: () => boolean | Promise<boolean>): Promise<boolean> {
  try {
    return await question()
  } catch (cause) {
    throw isEctError(cause) ? cause : new EctError('ECT_REPLAY_UNAVAILABLE', { cause })
  }
}

/**
 * For each token of a message, whether another one names it as its parent. Their signatures are checked; names that are
 * malformed match nothing here and fail at step 12.
 */
function supportingTokens(tokens: readonly AuthenticEct[], policy: VerificationPolicy): boolean[] {
  const names = tokens.map(({ decoded }) => {
    const { taskId, parents } = decoded.profile.identifiers
    const entries = decoded.payload[parents]
    return {
      taskId: canonical(decoded.payload[taskId]),
      parents: Array.isArray(entries) ? entries.map(canonical) : [],
    }
  })
  return names.map(
    ({ taskId }, at) =>
      taskId !== undefined && names.some((other, otherAt) => otherAt !== at && other.parents.includes(taskId)),
  )

  function canonical(value: JsonValue | undefined): string | undefined {
    const ids = policy.ids ?? 'uuid'
    return typeof value === 'string' && isIdentifier(value, ids) ? canonicalIdentifier(value, ids) : undefined
  }
}
