import type { Task } from '@wimse-ect/claims'
import { isRemedy as isRemedyByDefault } from './remedy.ts'

/** How the graph rules judge where the draft leaves a choice. */
export interface DagOptions {
  /**
   * Whether a parent may be a task of another workflow, when that is the single record of its id. Default `false`:
   * otherwise another workflow could provide a parent that ours never had [DAG-PARENT-OTHER-WORKFLOW].
   */
  readonly crossWorkflowParents?: boolean | undefined
  /**
   * Whether a parent may be a task of another revision of the draft. Default `false`. Also then, an id that is a `tid`
   * names no task whose id is a `jti`, and the other way round [REVISION-MIXED].
   */
  readonly mixedRevisions?: boolean | undefined
  /** How many seconds a parent's `iat` may be after its child's. Default 30 [DAG-TIME-SKEW]. */
  readonly clockSkew?: number | undefined
  /**
   * Most ancestors of one token that a walk may visit, each counted once; one more and the token is refused. Default
   * 10,000 [DAG-LIMIT]. Without effect on a store that takes parents first, and on whole graphs: there nothing is
   * walked.
   */
  readonly maxAncestors?: number | undefined
  /** Whether a task may follow a rejected or pending parent. Default `isRemedy` [DAG-POLICY-PREDICATE]. */
  readonly isRemedy?: ((task: Task) => boolean) | undefined
}

/** {@link DagOptions} with nothing left open. */
export interface DagSettings {
  readonly crossWorkflowParents: boolean
  readonly mixedRevisions: boolean
  readonly clockSkew: number
  readonly maxAncestors: number
  readonly isRemedy: (task: Task) => boolean
}

/**
 * Fills in the defaults.
 *
 * @throws TypeError for a limit that limits nothing: `NaN`, negative or infinite
 */
export function dagSettings(options: DagOptions = {}): DagSettings {
  const { crossWorkflowParents = false, mixedRevisions = false, clockSkew = 30, maxAncestors = 10_000 } = options
  const { isRemedy = isRemedyByDefault } = options
  if (!Number.isSafeInteger(clockSkew) || clockSkew < 0) {
    throw new TypeError('clockSkew must be a whole number of seconds, 0 or more')
  }
  if (!Number.isSafeInteger(maxAncestors) || maxAncestors < 0) {
    throw new TypeError('maxAncestors must be an integer, 0 or more')
  }
  return { crossWorkflowParents, mixedRevisions, clockSkew, maxAncestors, isRemedy }
}
