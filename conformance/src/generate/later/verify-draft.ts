import type { VerifyExpect } from '../../cases.ts'
import type { Draft } from '../number-cases.ts'
import { no, ok, type VerifyParts } from '../verify/draft.ts'
import type { LaterRevision } from './revision.ts'
import { written } from './tokens.ts'

/** What makes `verify` cases of a revision. */
export interface VerifyDrafts {
  readonly ok: (comment: string, rules: readonly string[], parts?: VerifyParts) => Draft<'verify'>
  readonly no: (code: string, comment: string, rules: readonly string[], parts: VerifyParts) => Draft<'verify'>
}

/** The makers of drafts whose tokens are those of a revision. A whole `token` is left as it is. */
export function verifyDrafts(revision: LaterRevision): VerifyDrafts {
  const own = (parts: VerifyParts): VerifyParts => ({ ...parts, ...written(revision, parts) })
  return {
    ok: (comment, rules, parts = {}) => ok(comment, rules, own(parts), (all) => viewOf(revision, all)),
    no: (code, comment, rules, parts) => no(code, comment, rules, own(parts)),
  }
}

/** The neutral view of a payload: the task is the `jti`, and a decision is there only when the extensions name one. */
export function viewOf(
  { parents, extension }: LaterRevision,
  { payloadText, options }: Pick<VerifyParts, 'payloadText' | 'options'>,
): VerifyExpect {
  const claims = JSON.parse(String(payloadText)) as Readonly<Record<string, unknown>>
  const id = (value: unknown): string => (options?.ids === 'opaque' ? String(value) : String(value).toLowerCase())
  const { pol_decision: decision } = (claims[extension] ?? {}) as { readonly pol_decision?: string }
  return {
    taskId: id(claims.jti),
    ...(claims.wid === undefined ? {} : { workflowId: id(claims.wid) }),
    parents: (claims[parents] as readonly string[]).map(id),
    agent: String(claims.iss),
    action: String(claims.exec_act),
    ...(decision === undefined ? {} : { decision }),
    issuedAt: Number(claims.iat),
  }
}
