import type { VerifiedTokens } from '@wimse-ect/verification'
import type { TaskClaims } from './token-claims.ts'

/** How a child is issued. */
export interface ChildOptions {
  /**
   * For fetch and Hono, which cannot tell a body that is all there from one that is still being made: true when the
   * response is to be sent as it comes. Default: true for `text/event-stream` and where the response has a
   * `Transfer-Encoding`. Elsewhere it shows in how the response is written.
   */
  readonly streamed?: boolean | undefined
}

/** What a handler is given: the verified tokens of its request, and the right to issue one child. */
export interface Execution extends VerifiedTokens {
  /**
   * Says what was done; the child is issued when the response is, over the bytes that are sent. Nothing is issued when
   * the handler fails.
   *
   * `par` names the subjects, `wid` is theirs, `aud` their agents unless the claims say otherwise, and `out_hash` is
   * the digest of the body.
   *
   * @returns the task id of the child, for instance for the last event of a stream
   * @throws TypeError when there is no issuer, no audience, a second child, or the response is complete already
   */
  issueChild(claims: TaskClaims, options?: ChildOptions): { readonly taskId: string }
}
