import { canonicalIdentifier, defaultRevision, EctError, type SupportingEct, type VerifiedEct } from '@wimse-ect/claims'
import { type ClaimsToSign, signEct } from '@wimse-ect/signing'
import type { Issuer } from './options.ts'

type Claims = ClaimsToSign<'execution-context-00'>

/** What a task says about itself; who did it, from what it follows and what came out is filled in. */
export type TaskClaims = Omit<Claims, 'iss' | 'sub' | 'aud' | 'par' | 'out_hash'> & {
  /** Default for a child: the agents whose tokens the request brought. */
  readonly aud?: Claims['aud'] | undefined
}

/** The same with what cannot be guessed for a request: who gets it. */
export type RequestClaims = TaskClaims & {
  readonly aud: Claims['aud']
  /** Default: the digest of the request's body, when `hashBody` is not false. */
  readonly out_hash?: Claims['out_hash']
}

/** A token that was made, with the id of its task. */
export interface MadeToken {
  readonly token: string
  readonly taskId: string
}

/**
 * Makes the token of a task that follows from others: `par` names them, and `wid` is theirs when they agree on one.
 * Without an agreement it stays out, since a task of one workflow cannot follow from another [DAG-PARENT-OWN-WORKFLOW],
 * but one without workflow can [DAG-CHILD-NO-WORKFLOW].
 *
 * Tokens are issued in `execution-context-00`. A parent of another revision is refused [REVISION-MIXED]: its `jti` in `par`
 * would name no task, or the task that somebody else gave this `tid`.
 *
 * @throws EctError `ECT_DAG_PARENT_REVISION`; what `signEct` throws
 */
export async function makeToken(
  claims: RequestClaims & { readonly tid: string },
  parents: readonly SupportingEct[],
  { id, clock, ...options }: Issuer,
): Promise<MadeToken> {
  if (parents.some(({ task }) => task.revision !== defaultRevision)) throw new EctError('ECT_DAG_PARENT_REVISION')
  const workflows = new Set(parents.flatMap(({ task }) => task.workflowId ?? []))
  const [workflow] = workflows.size === 1 ? workflows : []
  const par = parents.map(({ task }) => task.taskId)
  const complete: Claims = { ...claims, iss: id, wid: claims.wid ?? workflow, par }
  return { token: await signEct(complete, { ...options, now: clock?.() }), taskId: claims.tid }
}

/** The id that the task has or is given, as it is written: known before the work is over, it can be part of a body. */
export function taskIdFor({ tid }: Pick<TaskClaims, 'tid'>, { ids = 'uuid' }: Issuer): string {
  return canonicalIdentifier(tid ?? crypto.randomUUID(), ids)
}

/** The agents whose tokens these are, each once: they are the ones who get an answer. */
export function agentsOf(tokens: readonly VerifiedEct[]): string[] {
  return [...new Set(tokens.map(({ task }) => task.agent))]
}
