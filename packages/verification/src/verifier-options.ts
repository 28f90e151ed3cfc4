import {
  type ClaimOptions,
  checkAlgorithmList,
  defaultAlgorithms,
  defaultRevision,
  defaultTimes,
  profiles,
  type Revision,
  type SignatureAlgorithm,
  type SupportingEct,
  type SupportingTask,
  type TimeOptions,
  type VerifiedEct,
  type VerifiedTask,
} from '@wimse-ect/claims'
import { createReplayMemory, type ReplayMemory } from './replay-memory.ts'
import type { KeyResolver } from './verification-key.ts'
import type { VerifierPool } from './verifier-pool-options.ts'

/** What a verifier demands of a token. */
export interface VerificationPolicy<R extends Revision = Revision> extends ClaimOptions, TimeOptions {
  /** The verifier's own identifier, which `aud` must contain. Required: otherwise tokens for others would pass. */
  readonly audience: string
  /** Where keys come from. */
  readonly keys: KeyResolver
  /** Accepted revisions of the draft. Default `['execution-context-00']` [REVISION-CALLER]. */
  readonly revisions?: readonly R[] | undefined
  /** Accepted signature algorithms. Default `['ES256']`. */
  readonly algorithms?: readonly SignatureAlgorithm[] | undefined
}

/**
 * Step 15: decides whether a verified token fits the tasks before it, and throws an EctError when it does not.
 *
 * @param inline the other verified tokens of the message; `undefined` for a token that was verified alone
 */
export type GraphCheck<Token extends VerifiedTask = VerifiedEct, Inline extends SupportingTask = SupportingEct> = (
  token: Token,
  inline: readonly Inline[] | undefined,
) => void | Promise<void>

/** Options of `createVerifier`. */
export interface VerifierOptions<R extends Revision = Revision> extends VerificationPolicy<R> {
  /** Where accepted tokens are remembered. Default: a memory of this verifier's own, `createReplayMemory()`. */
  readonly replay?: ReplayMemory | undefined
  /** The graph rules and the store they read; the package `wimse-ect` supplies it. Default: step 15 is not done. */
  readonly graph?: GraphCheck | undefined
  /** The clock, in seconds since 1970. Default: the system's. */
  readonly clock?: (() => number) | undefined
  /** Checks the signatures of `verifyMany` on several cores. Default: they are checked on the calling thread. */
  readonly pool?: VerifierPool | undefined
}

/** {@link VerifierOptions} that were checked, with their defaults. */
export interface CheckedOptions extends VerifierOptions {
  readonly replay: ReplayMemory
  readonly clock: () => number
  readonly revisions: readonly Revision[]
  readonly algorithms: readonly SignatureAlgorithm[]
  readonly expiryLeeway: number
  readonly maxAge: number
  readonly clockSkew: number
}

/**
 * Checks the options of a verifier once, when it is made.
 *
 * @throws TypeError for a missing audience or key resolver, an allow-list that is empty or names something that is not
 * supported, an unknown kind of identifiers, and a limit that is not a whole number: a NaN would turn every comparison,
 * and so the check, off
 */
export function checkOptions(options: VerifierOptions): CheckedOptions {
  const { audience, keys, replay, pool, revisions = [defaultRevision], ids = 'uuid', maxParents } = options
  if (typeof audience !== 'string' || audience === '') {
    throw new TypeError("audience must be the verifier's own identifier")
  }
  if (typeof keys !== 'function') throw new TypeError('keys must be a key resolver')
  if (replay !== undefined && (typeof replay.has !== 'function' || typeof replay.add !== 'function')) {
    throw new TypeError('replay must be a replay memory')
  }
  if (pool !== undefined && typeof pool.check !== 'function') throw new TypeError('pool must be a verifier pool')
  if (revisions.length === 0) throw new TypeError('revisions must name at least one revision')
  for (const revision of revisions) {
    if (!Object.hasOwn(profiles, revision)) throw new TypeError('revisions names one that is not implemented')
  }
  if (ids !== 'uuid' && ids !== 'opaque') throw new TypeError("ids must be 'uuid' or 'opaque'")
  if (maxParents !== undefined && !isWhole(maxParents)) throw new TypeError('maxParents must be a whole number')
  return {
    ...options,
    replay: options.replay ?? createReplayMemory(),
    clock: options.clock ?? systemClock,
    revisions: [...revisions],
    algorithms: checkAlgorithmList(options.algorithms ?? defaultAlgorithms),
    expiryLeeway: checkSeconds(options.expiryLeeway ?? defaultTimes.expiryLeeway, 'expiryLeeway'),
    maxAge: checkSeconds(options.maxAge ?? defaultTimes.maxAge, 'maxAge'),
    clockSkew: checkSeconds(options.clockSkew ?? defaultTimes.clockSkew, 'clockSkew'),
  }
}

/** Returns a duration or time in seconds, or throws TypeError when it is negative, broken or not a number. */
export function checkSeconds(value: number, name: string): number {
  if (!isWhole(value)) throw new TypeError(`${name} must be a whole number of seconds`)
  return value
}

function isWhole(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

function systemClock(): number {
  return Math.floor(Date.now() / 1000)
}
