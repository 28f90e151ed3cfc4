import {
  type ClaimOptions,
  defaultRevision,
  type IdKind,
  type Profile,
  profiles,
  type Revision,
} from '@wimse-ect/claims'

/** By which rules a token is made. `ids` and `maxParents` are those of its verifiers. */
export interface IssueOptions<R extends Revision = 'execution-context-00'> extends ClaimOptions {
  /** Revision of the draft, exactly one [REVISION-CALLER]. Default `'execution-context-00'`. */
  readonly revision?: R | undefined
  /**
   * Seconds from `iat` to `exp`, where the claims have no `exp`. Default 600; 300 to 900 are recommended
   * [CLAIM-EXP-ISSUING].
   */
  readonly lifetime?: number | undefined
  /** Seconds since 1970. Default: the clock, read once. */
  readonly now?: number | undefined
}

/** {@link IssueOptions} that were checked, with their defaults. */
export interface CheckedIssueOptions {
  readonly ids: IdKind
  readonly maxParents: number | undefined
  readonly lifetime: number
  readonly now: number
  readonly profile: Profile
}

const defaultLifetime = 600

/**
 * Checks the options and fills in their defaults.
 *
 * @throws TypeError for options of a wrong type
 */
export function readIssueOptions<R extends Revision>(options: IssueOptions<R>): CheckedIssueOptions {
  const { ids = 'uuid', maxParents, lifetime = defaultLifetime } = options
  const revision: Revision = options.revision === undefined ? defaultRevision : options.revision
  const { now = Math.floor(Date.now() / 1000) } = options
  if (!Object.hasOwn(profiles, revision)) throw new TypeError('revision is not one that is implemented')
  if (ids !== 'uuid' && ids !== 'opaque') throw new TypeError("ids must be 'uuid' or 'opaque'")
  if (!isCount(lifetime) || lifetime === 0) throw new TypeError('lifetime must be a positive whole number of seconds')
  if (!isCount(now)) throw new TypeError('now must be whole seconds since 1970')
  if (maxParents !== undefined && !isCount(maxParents)) throw new TypeError('maxParents must be a whole number')
  return { ids, maxParents, lifetime, now, profile: profiles[revision] }
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}
