import { clientKey } from './client-key.ts'

/** How often each client may come. */
export interface RateLimits {
  /** Per second, in the long run. */
  readonly requestsPerSecond: number
  /** At once, after a while of silence. */
  readonly requestBurst: number
}

interface Bucket {
  tokens: number
  /** Milliseconds of the monotonic clock at which `tokens` were there. */
  at: number
}

/** Clients that are remembered. One that is forgotten has a full bucket again, so it must have been quiet. */
const maxClients = 10_000

/** A token bucket for each client address. */
export class RateLimiter {
  readonly #limits: RateLimits
  readonly #clock: () => number
  /** The one that came last is the last. */
  readonly #buckets = new Map<string, Bucket>()

  /** @param clock milliseconds that never go back */
  constructor(limits: RateLimits, clock: () => number = () => performance.now()) {
    this.#limits = limits
    this.#clock = clock
  }

  /**
   * Takes one request of a client into account.
   *
   * @returns 0 when it may pass, otherwise the seconds after which the next one may
   */
  admit(address: string): number {
    const client = clientKey(address)
    const now = this.#clock()
    const { requestsPerSecond, requestBurst } = this.#limits
    const known = this.#buckets.get(client) ?? { tokens: requestBurst, at: now }
    const tokens = Math.min(requestBurst, known.tokens + ((now - known.at) / 1000) * requestsPerSecond)
    const passes = tokens >= 1
    this.#buckets.delete(client)
    this.#buckets.set(client, { tokens: passes ? tokens - 1 : tokens, at: now })
    const [oldest] = this.#buckets.keys()
    if (this.#buckets.size > maxClients && oldest !== undefined) this.#buckets.delete(oldest)
    return passes ? 0 : Math.ceil((1 - tokens) / requestsPerSecond)
  }
}
