import type { PolicyDecision } from '@wimse-ect/claims'

/** The claims of an ECT in CBOR, under the names and in the forms that they have in JSON. */
export interface CoseEctClaims {
  /** SPIFFE ID of the workload that did the task. */
  readonly iss: string
  /** If present, equal to `iss`. */
  readonly sub?: string
  /** The next agent, the ledger, or both. */
  readonly aud: string | readonly string[]
  /** Issued at, seconds since 1970. */
  readonly iat: number
  /** Expires at, seconds since 1970. */
  readonly exp: number
  /** Not before, seconds since 1970; of no use here, since a task is recorded when it is done. */
  readonly nbf?: number
  /** UUID of the token and of the task, `cti` on the wire. */
  readonly jti: string
  /** UUID of the workflow. */
  readonly wid?: string
  /** What was done, e.g. `review_requirements_spec`. */
  readonly exec_act: string
  /** UUIDs of the parents; empty for a root. */
  readonly par: readonly string[]
  /** Identifier of the policy that was evaluated; together with `pol_decision` or not at all. */
  readonly pol?: string
  readonly pol_decision?: PolicyDecision
  /** Who decided. */
  readonly pol_enforcer?: string
  /** When it was decided, seconds since 1970; not after `iat`. */
  readonly pol_timestamp?: number
  /** Digest of what went in, `<alg>:<base64url>`. */
  readonly inp_hash?: string
  /** Digest of what came out, `<alg>:<base64url>`. */
  readonly out_hash?: string
}
