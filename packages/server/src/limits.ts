/** What one client, and all of them together, may ask of the service. */
export interface Limits {
  /** Most bytes of a request's body. Default 1 MiB. */
  readonly maxBodyBytes: number
  /** Most tokens in one request. Default 1000. */
  readonly maxTokens: number
  /** Most bytes of a request's line and fields. Default 16 KiB. */
  readonly maxHeaderBytes: number
  /** How long a client may take to send the fields of a request, in milliseconds. Default 10,000. */
  readonly headersTimeoutMs: number
  /** How long a client may take to send a whole request, in milliseconds. Default 30,000. */
  readonly requestTimeoutMs: number
  /** How often these two are looked after, in milliseconds. Default 1000. */
  readonly timeoutCheckMs: number
  /** How long a connection may be idle between two requests, in milliseconds. Default 5000. */
  readonly keepAliveTimeoutMs: number
  /** How long a connection may carry nothing in either direction, in milliseconds. Default 60,000. */
  readonly idleTimeoutMs: number
  /** Most connections at the same time; more are closed at once. Default 1024. */
  readonly maxConnections: number
  /**
   * Most connections of one client address (IPv6: of its /64). Default 100: fewer than requests are handled at the same
   * time, so that no client can take all places with bodies that it sends slowly.
   */
  readonly maxConnectionsPerClient: number
  /** Most requests at the same time; more are answered with 503. Default 256. */
  readonly maxConcurrentRequests: number
  /** Requests per second of one client address (IPv6: of its /64); more are answered with 429. Default 500. */
  readonly requestsPerSecond: number
  /** How many requests a client that was quiet may send at once. Default 1000. */
  readonly requestBurst: number
  /** Most tasks of a graph that is drawn, parents outside of the workflow included. Default 5000. */
  readonly maxGraphTasks: number
  /** How long stopping may take until connections are cut, in milliseconds. Default 10,000. */
  readonly stopTimeoutMs: number
}

/** {@link Limits}, any of them; the others have their defaults. */
export type LimitOptions = { readonly [Name in keyof Limits]?: Limits[Name] | undefined }

const defaults: Limits = {
  maxBodyBytes: 2 ** 20,
  maxTokens: 1000,
  maxHeaderBytes: 16 * 2 ** 10,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 30_000,
  timeoutCheckMs: 1000,
  keepAliveTimeoutMs: 5000,
  idleTimeoutMs: 60_000,
  maxConnections: 1024,
  maxConnectionsPerClient: 100,
  maxConcurrentRequests: 256,
  requestsPerSecond: 500,
  requestBurst: 1000,
  maxGraphTasks: 5000,
  stopTimeoutMs: 10_000,
}

/**
 * Fills in the defaults.
 *
 * @throws TypeError for a limit that is not a whole number, 1 or more: 0 and NaN would mean no limit to some, and
 * nothing at all to others
 */
export function limitsOf(options: LimitOptions = {}): Limits {
  const given = Object.entries(options).filter(([, value]) => value !== undefined)
  const limits: Limits = { ...defaults, ...Object.fromEntries(given) }
  for (const [name, value] of Object.entries(limits)) {
    if (!Object.hasOwn(defaults, name)) throw new TypeError('limits names one that does not exist')
    if (!Number.isSafeInteger(value) || value < 1) throw new TypeError(`${name} must be a whole number, 1 or more`)
  }
  if (limits.headersTimeoutMs > limits.requestTimeoutMs) {
    throw new TypeError('headersTimeoutMs must not be greater than requestTimeoutMs')
  }
  return limits
}
