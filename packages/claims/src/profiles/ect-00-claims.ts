import type { PolicyExtension } from '../extension-kinds.ts'

/** The claims of draft-nennemann-wimse-ect-00, as they stand on the wire. */
export interface Ect00Claims {
  /** URI of the workload that did the task; a SPIFFE ID is recommended. */
  readonly iss: string
  /** The next agent, the ledger, or both. */
  readonly aud: string | readonly string[]
  /** Issued at, seconds since 1970. */
  readonly iat: number
  /** Expires at, seconds since 1970; 5 to 15 minutes after `iat`. */
  readonly exp: number
  /** Not before, seconds since 1970; of no use here, since a task is recorded when it is done. */
  readonly nbf?: number
  /** Identifier of the token and of the task, unique per issuer and in the store. */
  readonly jti: string
  /** Identifier of the workflow. */
  readonly wid?: string
  /** What was done, e.g. `review_requirements_spec`. */
  readonly exec_act: string
  /** `jti` of the parents; empty for a root. */
  readonly par: readonly string[]
  /** SHA-256 of what went in, base64url. */
  readonly inp_hash?: string
  /** SHA-256 of what came out, base64url. */
  readonly out_hash?: string
  /** Anything; the companion draft keeps the policy here. */
  readonly ext?: PolicyExtension
}
