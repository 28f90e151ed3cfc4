import type { Revision } from './profiles/index.ts'

/** The closed set of policy decisions (registry "ECT Policy Decision Values"). */
export type PolicyDecision = 'approved' | 'rejected' | 'pending_human_review'

/**
 * What a token says about its task, in names that no revision of the draft changes.
 *
 * Graph rules, ledgers and applications read only this; the names on the wire live in `profiles/`. Identifiers are in
 * the form in which they are compared (UUIDs in lower case). Members that a token may lack are `undefined`.
 */
export interface Task {
  readonly revision: Revision
  readonly taskId: string
  /** The workflow the task belongs to; without one its id is unique in the whole ledger. */
  readonly workflowId: string | undefined
  /** Identifier of the token itself (`jti`), unique per issuer. */
  readonly tokenId: string
  /** Task ids of the direct parents; empty for a root. */
  readonly parents: readonly string[]
  /** SPIFFE ID of the workload that did the task and signed the token. */
  readonly agent: string
  readonly audience: readonly string[]
  /** What was done, e.g. `review_requirements_spec`. */
  readonly action: string
  /** Seconds since 1970. */
  readonly issuedAt: number
  /** Seconds since 1970. */
  readonly expiresAt: number
  /** Identifier of the policy that was evaluated. */
  readonly policy: string | undefined
  readonly decision: PolicyDecision | undefined
  /** Who decided. */
  readonly enforcer: string | undefined
  /** True when the token says that it compensates or rolls back. */
  readonly compensation: boolean
  readonly inputHash: string | undefined
  readonly outputHash: string | undefined
  /** Who the issuer says observed the task; none of them signed. */
  readonly witnessedBy: readonly string[]
}
