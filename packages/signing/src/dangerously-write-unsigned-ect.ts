import { decodeUnsignedEct, encodeBase64url, type Revision } from '@wimse-ect/claims'
import { checkAsVerifier } from './check-as-verifier.ts'
import { type ClaimsToSign, completeClaims } from './complete-claims.ts'
import { type IssueOptions, readIssueOptions } from './issue-options.ts'

const utf8 = new TextEncoder()

/**
 * Writes an ECT without a signature (level 1): the claims as base64url of JSON, completed and checked like those of
 * `signEct`. It proves nothing to anybody, and is for one transport where both sides trust each other and nobody else
 * can write [REVISION-LEVEL-1]. No ledger takes it.
 *
 * @returns a text without dots
 * @throws EctError an `ECT_CLAIM_*` or `ECT_TOKEN_*` code for what a verifier would refuse for its form,
 * `ECT_TOKEN_REVISION` for a revision whose tokens are always signed, `ECT_TIME_*` for times that do not hold now,
 * `ECT_DAG_CYCLE` for a task that is its own parent
 * @throws TypeError for options of a wrong type
 */
export function dangerouslyWriteUnsignedEct<R extends Revision = 'execution-context-00'>(
  claims: ClaimsToSign<R>,
  options: IssueOptions<R>,
): string {
  const { ids, maxParents, lifetime, now, profile } = readIssueOptions(options)
  const payload = completeClaims(claims, profile, { now, lifetime, ids })
  const text = encodeBase64url(utf8.encode(JSON.stringify(payload)))
  checkAsVerifier(decodeUnsignedEct(text, { revisions: [profile.revision] }), undefined, now, { ids, maxParents })
  return text
}
