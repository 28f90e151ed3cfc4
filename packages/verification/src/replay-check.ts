import { EctError, isEctError, type VerifiedEct } from '@wimse-ect/claims'
import { goOn } from './go-on.ts'
import { isPromise } from './is-promise.ts'
import type { ReplayEntry, ReplayMemory } from './replay-memory.ts'
import type { CheckedOptions } from './verifier-options.ts'

/** Seconds that an entry is kept after the last moment at which its token could pass [VERIFY-REPLAY-RETENTION]. */
const margin = 30

/**
 * What the replay memory is asked about the tokens of one message.
 *
 * @throws EctError `ECT_REPLAY_SEEN` for a token that the message holds twice; noticed here, its first copy is not
 * remembered for nothing
 */
export function replayEntries(
  tokens: readonly Pick<VerifiedEct, 'task'>[],
  limits: Pick<CheckedOptions, 'expiryLeeway' | 'maxAge'>,
): readonly ReplayEntry[] {
  if (holdsOneTwice(tokens)) throw seen()
  return tokens.map(({ task }) => {
    const lastUse = Math.min(task.expiresAt + limits.expiryLeeway, task.issuedAt + limits.maxAge)
    return { issuer: task.agent, tokenId: task.tokenId, keepUntil: lastUse + margin }
  })
}

function holdsOneTwice(tokens: readonly Pick<VerifiedEct, 'task'>[]): boolean {
  if (tokens.length < 2) return false
  return new Set(tokens.map(({ task }) => `${task.agent} ${task.tokenId}`)).size < tokens.length
}

/**
 * Looks the entries up [VERIFY-REPLAY-SEEN]; nothing is stored.
 *
 * @throws EctError `ECT_REPLAY_SEEN`; `ECT_REPLAY_UNAVAILABLE` with the cause when the memory fails; EctErrors of the
 * memory pass
 */
export async function checkNotSeen(entries: readonly ReplayEntry[], memory: ReplayMemory, now: number): Promise<void> {
  for (const entry of entries) {
    if (await ask(() => memory.has(entry, now))) throw seen()
  }
}

/**
 * Stores the entries, all or none: of two verifications of one token only one wins [VERIFY-REPLAY-ATOMIC].
 *
 * @returns a promise only when the memory gives one; it rejects with what is thrown otherwise
 * @throws EctError as {@link checkNotSeen}
 */
export function claimUse(entries: readonly ReplayEntry[], memory: ReplayMemory, now: number): void | Promise<void> {
  return goOn(
    ask(() => memory.add(entries, now)),
    (areNew) => {
      if (!areNew) throw seen()
    },
  )
}

function seen(): EctError {
  return new EctError('ECT_REPLAY_SEEN', { path: 'jti' })
}

function ask(question: () => boolean | Promise<boolean>): boolean | Promise<boolean> {
  try {
    const answer = question()
    return isPromise(answer) ? Promise.resolve(answer).catch(unavailable) : answer
  } catch (cause) {
    return unavailable(cause)
  }
}

function unavailable(cause: unknown): never {
  throw isEctError(cause) ? cause : new EctError('ECT_REPLAY_UNAVAILABLE', { cause })
}
