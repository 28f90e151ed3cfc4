import { EctError } from '@wimse-ect/claims'

/** One use of a `jti`. */
export interface ReplayEntry {
  readonly issuer: string
  readonly tokenId: string
  /** Seconds since 1970 until which the entry must be kept: later, the token is refused for its age anyway. */
  readonly keepUntil: number
}

/**
 * Remembers which tokens were accepted (step 14), keyed by issuer and `jti` [VERIFY-REPLAY-KEY].
 *
 * Contract, for implementations over Redis or SQL: `add` is one atomic step that adds all entries, or none when one of
 * them is there [VERIFY-REPLAY-ATOMIC]: of two verifications of one token only one wins, and a message that is refused
 * uses up none of its tokens (a script, or inserts under a unique index in one transaction). Entries are kept until
 * `keepUntil` and never forgotten earlier [VERIFY-REPLAY-RETENTION]; a memory that is full throws `ECT_REPLAY_CAPACITY`
 * [VERIFY-REPLAY-CAPACITY], one that cannot be asked throws anything else. `now` is the verifier's clock reading, in
 * seconds.
 */
export interface ReplayMemory {
  /** True when the entry is already there. */
  has(entry: ReplayEntry, now: number): boolean | Promise<boolean>
  /** Adds the entries of one message unless one of them is there: true when this call added them. */
  add(entries: readonly ReplayEntry[], now: number): boolean | Promise<boolean>
}

/** Options of {@link createReplayMemory}. */
export interface ReplayMemoryOptions {
  /** Most unexpired entries. Default 100,000. Each holds its issuer, at most 2,048 bytes, and its `jti`. */
  readonly capacity?: number | undefined
}

const defaultCapacity = 100_000

/**
 * A bounded replay memory in this process. Several verifiers of one audience need a shared one instead: each would
 * accept a copy.
 *
 * @throws TypeError when the capacity is not a positive integer. `add` throws EctError `ECT_REPLAY_CAPACITY` when it is
 * full of unexpired entries
 */
export function createReplayMemory(options: ReplayMemoryOptions = {}): ReplayMemory {
  const capacity = options.capacity ?? defaultCapacity
  if (!Number.isSafeInteger(capacity) || capacity < 1) throw new TypeError('capacity must be a positive integer')
  const tokenIdsOf = new Map<string, Set<string>>()
  /** Entries by the second until which they are kept, so that forgetting costs no search. */
  const entriesUntil = new Map<number, ReplayEntry[]>()
  let size = 0
  let forgottenUntil = 0

  function forgetExpired(now: number): void {
    if (now <= forgottenUntil) return
    forgottenUntil = now
    for (const [second, expired] of entriesUntil) {
      if (second >= now) continue
      for (const entry of expired) forget(entry)
      entriesUntil.delete(second)
    }
  }

  function forget({ issuer, tokenId }: ReplayEntry): void {
    const tokenIds = tokenIdsOf.get(issuer)
    tokenIds?.delete(tokenId)
    if (tokenIds?.size === 0) tokenIdsOf.delete(issuer)
    size--
  }

  function has({ issuer, tokenId, keepUntil }: ReplayEntry): boolean {
    // After a clock has gone back, entries of that time may be forgotten already, so a replay cannot be ruled out.
    return tokenIdsOf.get(issuer)?.has(tokenId) === true || keepUntil < forgottenUntil
  }

  function keep(entry: ReplayEntry): void {
    getOrInsert(entriesUntil, entry.keepUntil, () => [] as ReplayEntry[]).push(entry)
    getOrInsert(tokenIdsOf, entry.issuer, () => new Set<string>()).add(entry.tokenId)
    size++
  }

  return {
    has,
    add: (entries, now) => {
      forgetExpired(now)
      if (entries.some(has)) return false
      if (size + entries.length > capacity) throw new EctError('ECT_REPLAY_CAPACITY')
      for (const entry of entries) keep(entry)
      return true
    },
  }
}

function getOrInsert<Key, Value>(map: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = map.get(key)
  if (known !== undefined) return known
  const value = make()
  map.set(key, value)
  return value
}
