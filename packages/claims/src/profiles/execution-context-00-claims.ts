import type { JsonObject } from '../strict-json.ts'
import type { PolicyDecision } from '../task.ts'

/** The claims of draft-nennemann-wimse-execution-context-00, section 4.2, as they stand on the wire. */
export interface ExecutionContext00Claims {
  /** SPIFFE ID of the workload that did the task. */
  readonly iss: string
  /** If present, equal to `iss`. */
  readonly sub?: string
  /** The next agent, the ledger, or both. */
  readonly aud: string | readonly string[]
  /** Issued at, seconds since 1970. */
  readonly iat: number
  /** Expires at, seconds since 1970; 5 to 15 minutes after `iat`. */
  readonly exp: number
  /** Not before, seconds since 1970; of no use here, since a task is recorded when it is done. */
  readonly nbf?: number
  /** Identifier of the token, unique per issuer. */
  readonly jti: string
  /** Identifier of the workflow. */
  readonly wid?: string
  /** Identifier of the task, unique within `wid`, or in the whole ledger without one. */
  readonly tid: string
  /** What was done, e.g. `review_requirements_spec`. */
  readonly exec_act: string
  /** Task ids of the parents; empty for a root. */
  readonly par: readonly string[]
  /** Identifier of the policy that was evaluated. */
  readonly pol: string
  readonly pol_decision: PolicyDecision
  /** Who decided; a SPIFFE ID is recommended. */
  readonly pol_enforcer?: string
  /** When it was decided, seconds since 1970; not after `iat`. */
  readonly pol_timestamp?: number
  /** Digest of what went in, see `contentHash`. */
  readonly inp_hash?: string
  /** Digest of what came out, see `contentHash`. */
  readonly out_hash?: string
  /** E.g. `public`, `confidential`, `restricted`. */
  readonly inp_classification?: string
  /** How long the task took, in milliseconds. */
  readonly exec_time_ms?: number
  /** E.g. `medtech`, `finance`, `military`. */
  readonly regulated_domain?: string
  readonly model_version?: string
  /** Who the issuer says observed the task. */
  readonly witnessed_by?: readonly string[]
  /** True when this task compensates or rolls back. */
  readonly compensation_required?: boolean
  /** Required when `compensation_required` is true. */
  readonly compensation_reason?: string
  /** Members with reverse-domain names such as `com.example.field`. */
  readonly ext?: JsonObject
}
