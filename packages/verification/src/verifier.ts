import { type ClaimsByRevision, EctError, type Revision, type SupportingEct, type VerifiedEct } from '@wimse-ect/claims'
import { goOn } from './go-on.ts'
import type { ReplayMemory } from './replay-memory.ts'
import { type AuthenticEct, acceptSubjects, authenticate, judgeSubject, judgeSupporting } from './steps.ts'
import { supportingTokens } from './supporting-tokens.ts'
import type { KeyResolver } from './verification-key.ts'
import { type CheckedOptions, checkOptions, checkSeconds, type VerifierOptions } from './verifier-options.ts'
import { type VerifyOrFindResult, type VerifyResult, verifyMany, verifyManyUnlessRecorded } from './verify-many.ts'

/** Options of one call. */
export interface CallOptions {
  /**
   * The time to judge by, in seconds since 1970 [VERIFY-NOW-OPTION]. Default: one reading of the clock
   * [VERIFY-CLOCK-ONCE].
   */
  readonly now?: number | undefined
  /** Where the keys of this call come from, e.g. `witKeys` of the message. Default: the verifier's `keys`. */
  readonly keys?: KeyResolver | undefined
}

/** Options of {@link Verifier.verifyUnlessRecorded}. */
export interface RecordOptions extends CallOptions {
  /** How many seconds late a token may come (deferred mode); widens steps 10 and 11. Default 0 [MODE-LATENESS]. */
  readonly maxLatenessSeconds?: number | undefined
}

/** The tokens of one message. */
export interface VerifiedTokens<R extends Revision = Revision> {
  /** Tokens that no other one names as its parent; they passed every step. */
  readonly subjects: readonly VerifiedEct<ClaimsByRevision[R]>[]
  /** Tokens that another one names as its parent. */
  readonly supporting: readonly SupportingEct<ClaimsByRevision[R]>[]
}

/** Verifies tokens for one audience, of the revisions that it accepts. */
export interface Verifier<R extends Revision = Revision> {
  /** The accepted revisions of the draft. */
  readonly revisions: readonly R[]

  /**
   * All steps, for one token. Nothing is stored before every other step has passed [VERIFY-NO-EARLY-STORE].
   *
   * @throws EctError of the first step that fails; at step 14 `ECT_REPLAY_SEEN` or `ECT_REPLAY_CAPACITY`
   */
  verify(compact: string, options?: CallOptions): Promise<VerifiedEct<ClaimsByRevision[R]>>

  /**
   * The tokens of one message, for instance of one `Execution-Context` field: every one is verified, and if one
   * fails, all are refused [HTTP-ALL-VERIFIED].
   *
   * An empty list is no error: where a token is required, check that `subjects` holds it.
   *
   * @throws EctError of the first step that fails; `ECT_DAG_CYCLE` when every token is named as a parent by another
   * one [HTTP-NO-SUBJECT]
   */
  verifyAll(tokens: readonly string[], options?: CallOptions): Promise<VerifiedTokens<R>>

  /**
   * Many tokens that have nothing to do with each other: each as by {@link Verifier.verify}, one after another, with
   * one reading of the clock. The signatures are checked on several cores when the verifier has a `pool`; nothing else
   * leaves the calling thread. Of two tokens with one `jti` the first is accepted [VERIFY-REPLAY-SEEN].
   *
   * Each key is asked for once. There is no limit to the number of tokens: 512 at a time are held in decoded form, and
   * the results are held to the end. More than the replay memory has room for are refused with `ECT_REPLAY_CAPACITY`.
   * Others get their turn on the calling thread: on Node about every millisecond, elsewhere while WebCrypto computes.
   *
   * @returns what became of each, in the given order; it rejects only with what is no EctError
   */
  verifyMany(tokens: readonly string[], options?: CallOptions): Promise<readonly VerifyResult<R>[]>

  /**
   * Verification for a ledger: after step 5, a token that is already recorded needs no further step
   * [RECORD-FIRST-ENTRY], so that a retry is answered even after `exp` [RECORD-RETRY-AFTER-EXP]. Otherwise steps 6 to
   * 13. Steps 14 and 15 are the ledger's own, judged when it appends; no replay memory is used
   * [RECORD-NO-REPLAY-MEMORY].
   *
   * @param findEntry the ledger's look-up by signing input
   */
  verifyUnlessRecorded<Entry>(
    compact: string,
    findEntry: (signingInput: string) => Promise<Entry | undefined>,
    options?: RecordOptions,
  ): Promise<{ readonly entry: Entry } | { readonly token: VerifiedEct<ClaimsByRevision[R]> }>

  /**
   * The same for many tokens, with signatures as by {@link Verifier.verifyMany}. The ledger is asked for a recorded
   * token only when a step after 5 fails [RECORD-FIRST-ENTRY] [RECORD-RETRY-AFTER-EXP]; one that passes all steps is
   * answered with its first entry by the append, so that new tokens cost no look-ups.
   *
   * @returns what became of each, in the given order
   * @throws what `findEntry` throws
   */
  verifyManyUnlessRecorded<Entry>(
    tokens: readonly string[],
    findEntry: (signingInput: string) => Promise<Entry | undefined>,
    options?: RecordOptions,
  ): Promise<readonly VerifyOrFindResult<Entry, R>[]>
}

/**
 * Makes a verifier.
 *
 * @throws TypeError for an empty audience, an allow-list that names no supported algorithm or revision, or a limit that
 * is not a whole number: a NaN would turn every comparison, and so every check, off
 */
export function createVerifier<R extends Revision = 'execution-context-00'>(options: VerifierOptions<R>): Verifier<R> {
  const checked = checkOptions(options)
  const readClock = (call: CallOptions): number => checkSeconds(call.now ?? checked.clock(), 'now')
  const keysOf = (call: CallOptions): KeyResolver => call.keys ?? checked.keys

  const verifier: Verifier = {
    revisions: checked.revisions,

    async verify(compact, call = {}) {
      const now = readClock(call)
      return goOn(authenticate(compact, checked, keysOf(call)), (authentic) => {
        const token = judgeSubject(authentic, checked, now)
        return goOn(acceptSubjects([token], undefined, checked, now), () => token)
      })
    },

    async verifyAll(tokens, call = {}) {
      const now = readClock(call)
      const authentic: AuthenticEct[] = []
      for (const token of tokens) authentic.push(await authenticate(token, checked, keysOf(call)))
      const isSupporting = supportingTokens(authentic, checked.ids)
      const subjects: VerifiedEct[] = []
      const supporting: SupportingEct[] = []
      for (const [at, token] of authentic.entries()) {
        if (isSupporting[at]) supporting.push(judgeSupporting(token, checked, now))
        else subjects.push(judgeSubject(token, checked, now))
      }
      if (authentic.length > 0 && subjects.length === 0) throw new EctError('ECT_DAG_CYCLE')
      await acceptSubjects(subjects, supporting, checked, now)
      return { subjects, supporting }
    },

    async verifyMany(tokens, call = {}) {
      return verifyMany(tokens, checked, { now: readClock(call), keys: keysOf(call) })
    },

    async verifyUnlessRecorded(compact, findEntry, call = {}) {
      const now = readClock(call)
      const policy = late(checked, call)
      const authentic = await authenticate(compact, checked, keysOf(call))
      const entry = await findEntry(authentic.decoded.signingInput)
      return entry === undefined ? { token: judgeSubject(authentic, policy, now) } : { entry }
    },

    async verifyManyUnlessRecorded(tokens, findEntry, call = {}) {
      return verifyManyUnlessRecorded(tokens, findEntry, late(checked, call), {
        now: readClock(call),
        keys: keysOf(call),
      })
    },
  }
  // No token of another revision gets past step 2.
  return verifier as Verifier<R>
}

/**
 * Verifies one token once, with the options of {@link createVerifier}.
 *
 * A single call remembers nothing: it notices replays only when `replay` is given, and then shared between calls.
 */
export async function verifyEct<R extends Revision = 'execution-context-00'>(
  compact: string,
  options: VerifierOptions<R> & CallOptions,
): Promise<VerifiedEct<ClaimsByRevision[R]>> {
  return createVerifier({ ...options, replay: options.replay ?? forgetful }).verify(compact, options)
}

const forgetful: ReplayMemory = { has: () => false, add: () => true }

/** Steps 10 and 11 widened by the lateness of one call. */
function late(options: CheckedOptions, { maxLatenessSeconds = 0 }: RecordOptions): CheckedOptions {
  const lateness = checkSeconds(maxLatenessSeconds, 'maxLatenessSeconds')
  if (lateness === 0) return options
  return { ...options, expiryLeeway: options.expiryLeeway + lateness, maxAge: options.maxAge + lateness }
}
