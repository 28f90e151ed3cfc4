import type { FieldOptions, SupportingEct } from '@wimse-ect/claims'
import type { IssuedToken, Issuer, MessageVerifier, WitSource } from './options.ts'
import type { RequestClaims } from './token-claims.ts'

/** How the tokens of a response are read. */
export interface ResponseOptions {
  /** Judges the tokens; its audience is this workload. */
  readonly verifier: MessageVerifier
  /** Whether a successful response (2xx) without tokens is refused. Default true. */
  readonly required?: boolean | undefined
  /** Takes keys from the `Workload-Identity-Token` field of the response. Default: the verifier's own `keys`. */
  readonly wit?: WitSource | undefined
}

/** How requests are given tokens, and how the tokens of responses are judged. */
export interface OutgoingOptions extends FieldOptions {
  /** Issues the token of each request. */
  readonly issuer: Issuer
  /** What was done before the request is sent, or a function of the request. */
  readonly claims: RequestClaims | ((request: Request) => RequestClaims | Promise<RequestClaims>)
  /** The tasks that this one follows from, for instance the `subjects` of an execution. Default: none, it is a root. */
  readonly parents?: readonly SupportingEct[] | undefined
  /** Sends the parents along, so that a server without ledger can judge the token. Default true. */
  readonly attachParents?: boolean | undefined
  /**
   * Sets `out_hash` to the digest of the request's body, which is read whole for it. With false a body may be a stream
   * without end, and there is no `out_hash`. Default true.
   */
  readonly hashBody?: boolean | undefined
  /** The Workload Identity Token of this workload, sent in its field. Default: that field is left alone. */
  readonly wit?: string | (() => string | Promise<string>) | undefined
  /** Is given each token and awaited before the request is sent, for instance to append it to a ledger. Default: none. */
  readonly record?: ((token: IssuedToken) => unknown) | undefined
  /** Judges the tokens of responses. Default: they are not read. */
  readonly response?: ResponseOptions | undefined
}
