import {
  type ClaimsByRevision,
  decodeUnsignedEct,
  EctError,
  isUnsigned,
  type Revision,
  type Task,
  type VerifiedEct,
} from '@wimse-ect/claims'
import { checkNotSeen, claimUse, replayEntries } from './replay-check.ts'
import { createReplayMemory } from './replay-memory.ts'
import { acceptSubjects, authenticate, judgeClaims, judgeSubject } from './steps.ts'
import type { CallOptions } from './verifier.ts'
import { type CheckedOptions, checkOptions, checkSeconds, type VerifierOptions } from './verifier-options.ts'

/**
 * How much stands behind a token [REVISION-ENVELOPE]: 1, nothing; 2, a signature; 3, a signature and a place in a
 * ledger, shown by a receipt [REVISION-LEDGER].
 */
export type Level = 1 | 2 | 3

/** Options of {@link createLevelVerifier}. */
export interface LevelOptions<R extends Revision = Revision> extends VerifierOptions<R> {
  /** The least level that is accepted, so that a weaker one cannot pass for a stronger [REVISION-LEAST-LEVEL]. */
  readonly minimumLevel: Level
  /**
   * Accepts unsigned tokens, under `minimumLevel: 1` only. Anybody who reaches the verifier can write one in the name
   * of anybody: for one trusted transport [REVISION-LEVEL-1]. Default false.
   */
  readonly dangerouslyAcceptUnsigned?: boolean | undefined
  /**
   * Checks a receipt for a compact token against the ledger's key, and throws when it does not hold, for instance
   * `(receipt, token) => checkReceipt(receipt, { logKey, token })` of `@wimse-ect/ledger`; `false` counts as
   * `ECT_PROOF_INCLUSION`. Required for level 3.
   */
  readonly checkReceipt?: ((receipt: string, compact: string) => unknown) | undefined
  /**
   * Seconds for which a signed token counts as level 3 although its receipt is still to come; then it is level 2 again
   * [REVISION-LEVEL-3]. Default 0: the receipt comes with the token.
   */
  readonly receiptDeadline?: number | undefined
}

/** An unsigned token (level 1) whose claims are well-formed, for us, and of now. Nobody answers for what it says. */
export interface UnsignedEct<Claims = ClaimsByRevision[Revision]> {
  /** The text as it arrived. */
  readonly text: string
  readonly claims: Claims
  readonly task: Task
  /** Seconds since 1970: the clock reading the verification used. */
  readonly verifiedAt: number
}

/** A token of level 2 or 3. */
export interface SignedAtLevel<R extends Revision = Revision> {
  readonly token: VerifiedEct<ClaimsByRevision[R]>
  /** The receipt that was checked. */
  readonly receipt: string | undefined
  /** Seconds since 1970: without a receipt the token is of level 2 from here on. */
  readonly receiptDue: number
}

/** A verified token of any level; `levelAt` says of which. */
export type TokenAtLevel<R extends Revision = Revision> =
  | SignedAtLevel<R>
  | { readonly unsigned: UnsignedEct<ClaimsByRevision[R]> }

/** Verifies tokens for one audience and down to one level. */
export interface LevelVerifier<R extends Revision = Revision> {
  /**
   * All steps for one token of whatever level; without a signature those from 9 on, except 15.
   *
   * @param receipt of a ledger that holds the token; one that does not hold is refused, also where none is needed
   * @throws EctError of the first step that fails; `ECT_TOKEN_LEVEL` for a token below the least level;
   * `ECT_PROOF_TOKEN` for an unsigned token with a receipt, since no ledger takes one; what `checkReceipt` throws
   */
  verify(text: string, options?: CallOptions & { readonly receipt?: string | undefined }): Promise<TokenAtLevel<R>>

  /**
   * Takes a receipt that came later; from then on the token is of level 3 for good.
   *
   * @throws what `checkReceipt` throws
   */
  confirm(token: SignedAtLevel<R>, receipt: string): Promise<SignedAtLevel<R>>
}

/**
 * The level of a verified token at a moment.
 *
 * @param now seconds since 1970
 */
export function levelAt(token: TokenAtLevel, now: number): Level {
  if ('unsigned' in token) return 1
  return token.receipt !== undefined || now < token.receiptDue ? 3 : 2
}

/**
 * Makes a verifier for the levels of ect-01. The level is judged before the replay memory is written to, so that a
 * token that comes again with its receipt is no replay.
 *
 * @throws TypeError for wrong options: also for unsigned tokens above level 1, and for level 3 without `checkReceipt`
 */
export function createLevelVerifier<R extends Revision = 'execution-context-00'>(
  options: LevelOptions<R>,
): LevelVerifier<R> {
  const checked = checkOptions(options)
  const { minimumLevel, unsignedReplay, checkReceipt, receiptDeadline } = checkLevelOptions(options)

  const verifier: LevelVerifier = {
    async verify(text, { now: at = checked.clock(), keys = checked.keys, receipt } = {}) {
      const now = checkSeconds(at, 'now')
      if (isUnsigned(text)) {
        if (unsignedReplay === undefined) throw new EctError('ECT_TOKEN_LEVEL')
        if (receipt !== undefined) throw new EctError('ECT_PROOF_TOKEN')
        return { unsigned: await verifyUnsigned(text, { ...checked, replay: unsignedReplay }, now) }
      }
      const token = judgeSubject(await authenticate(text, checked, keys), checked, now)
      if (receipt !== undefined) await checkReceipt(receipt, token.compact)
      const atLevel = { token, receipt, receiptDue: now + receiptDeadline }
      if (levelAt(atLevel, now) < minimumLevel) throw new EctError('ECT_TOKEN_LEVEL')
      await acceptSubjects([token], undefined, checked, now)
      return atLevel
    },

    async confirm(atLevel, receipt) {
      await checkReceipt(receipt, atLevel.token.compact)
      return { ...atLevel, receipt }
    },
  }
  // No token of another revision gets past step 2.
  return verifier as LevelVerifier<R>
}

/** A memory of its own: whoever writes unsigned tokens must not use up the `jti` of signed ones. */
async function verifyUnsigned(text: string, options: CheckedOptions, now: number): Promise<UnsignedEct> {
  const { claims, task, verifiedAt } = judgeClaims(decodeUnsignedEct(text, options), options, now)
  const entries = replayEntries([{ task }], options)
  await checkNotSeen(entries, options.replay, now)
  await claimUse(entries, options.replay, now)
  return { text, claims, task, verifiedAt }
}

function checkLevelOptions(options: LevelOptions) {
  const { minimumLevel, dangerouslyAcceptUnsigned = false, receiptDeadline = 0 } = options
  if (![1, 2, 3].includes(minimumLevel)) throw new TypeError('minimumLevel must be 1, 2 or 3')
  if (typeof dangerouslyAcceptUnsigned !== 'boolean') {
    throw new TypeError('dangerouslyAcceptUnsigned must be a boolean')
  }
  if (dangerouslyAcceptUnsigned && minimumLevel > 1) throw new TypeError('unsigned tokens are of level 1')
  if (minimumLevel === 3 && options.checkReceipt === undefined) throw new TypeError('level 3 needs checkReceipt')
  const judgeReceipt = options.checkReceipt ?? noReceiptCheck
  if (typeof judgeReceipt !== 'function') throw new TypeError('checkReceipt must be a function')
  const checkReceipt = async (receipt: string, compact: string): Promise<void> => {
    // Many functions that check something answer with a boolean: that must not pass for a receipt that holds.
    if ((await judgeReceipt(receipt, compact)) === false) throw new EctError('ECT_PROOF_INCLUSION')
  }
  const unsignedReplay = dangerouslyAcceptUnsigned ? createReplayMemory() : undefined
  return {
    minimumLevel,
    unsignedReplay,
    checkReceipt,
    receiptDeadline: checkSeconds(receiptDeadline, 'receiptDeadline'),
  }
}

function noReceiptCheck(): never {
  throw new TypeError('a receipt cannot be checked without checkReceipt')
}
