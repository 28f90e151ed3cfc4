import { canonicalIdentifier, type IdKind } from '../identifiers.ts'
import type { EctClaims } from '../stages.ts'
import type { PolicyDecision, Task } from '../task.ts'

/** What the claims of a revision without `tid` do not say under the same name. */
interface Named {
  readonly revision: Task['revision']
  readonly parents: readonly string[]
  readonly policy: { readonly pol?: string; readonly pol_decision?: PolicyDecision; readonly pol_enforcer?: string }
  /** As `<alg>:<base64url>`. */
  readonly hashes: readonly [input: string | undefined, output: string | undefined]
}

/** The neutral view of a revision in which `jti` names the task [REVISION-TASK-ID]. */
export function taskByJti(claims: EctClaims, ids: IdKind, { revision, parents, policy, hashes }: Named): Task {
  const taskId = canonicalIdentifier(claims.jti, ids)
  return {
    revision,
    taskId,
    workflowId: claims.wid === undefined ? undefined : canonicalIdentifier(claims.wid, ids),
    tokenId: taskId,
    parents: parents.map((parent) => canonicalIdentifier(parent, ids)),
    agent: claims.iss,
    audience: typeof claims.aud === 'string' ? [claims.aud] : claims.aud,
    action: claims.exec_act,
    issuedAt: claims.iat,
    expiresAt: claims.exp,
    policy: policy.pol,
    decision: policy.pol_decision,
    enforcer: policy.pol_enforcer,
    compensation: false,
    inputHash: hashes[0],
    outputHash: hashes[1],
    witnessedBy: [],
  }
}

/** A SHA-256 digest with the name of its algorithm before it [REVISION-HASHES]. */
export function sha256Hash(digest: string | undefined): string | undefined {
  return digest === undefined ? undefined : `sha-256:${digest}`
}
