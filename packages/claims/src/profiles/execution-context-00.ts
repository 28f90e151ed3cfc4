import * as kind from '../claim-kinds.ts'
import { compensationHasReason, expiryAfterIssue, policyBeforeIssue, subjectIsIssuer } from '../cross-claim-rules.ts'
import { namedExtension } from '../extension-kinds.ts'
import { canonicalIdentifier } from '../identifiers.ts'
import type { ExecutionContext00Claims } from './execution-context-00-claims.ts'
import type { Profile } from './profile.ts'

/** draft-nennemann-wimse-execution-context-00. */
export const executionContext00: Profile<ExecutionContext00Claims> = {
  revision: 'execution-context-00',
  typ: { issued: 'wimse-exec+jwt', accepted: ['wimse-exec+jwt'] }, // [ENV-TYP-EXACT]
  // Without tid a token is one of ect-00 [VERIFY-REVISION-NO-TID], with pred one of ect-01 [VERIFY-REVISION-PRED], and
  // with the parent claims of two revisions one of none [REVISION-TWO-PARENT-CLAIMS].
  recognises: (payload) => Object.hasOwn(payload, 'tid') && !Object.hasOwn(payload, 'pred'),
  claims: {
    iss: { kind: kind.spiffeId, required: true }, // [CLAIM-ISS-REQUIRED]
    sub: { kind: kind.text, required: false }, // [CLAIM-SUB]
    aud: { kind: kind.audience, required: true }, // [CLAIM-AUD-REQUIRED]
    iat: { kind: kind.integer, required: true }, // [CLAIM-IAT-REQUIRED]
    exp: { kind: kind.integer, required: true }, // [CLAIM-EXP-REQUIRED]
    nbf: { kind: kind.integer, required: false }, // [CLAIM-NBF]
    jti: { kind: kind.identifier, required: true }, // [CLAIM-JTI-REQUIRED]
    wid: { kind: kind.identifier, required: false }, // [CLAIM-WID]
    tid: { kind: kind.identifier, required: true }, // [CLAIM-TID-REQUIRED]
    exec_act: { kind: kind.action, required: true }, // [CLAIM-EXEC-ACT-REQUIRED]
    par: { kind: kind.parents, required: true }, // [CLAIM-PAR-REQUIRED]
    pol: { kind: kind.text, required: true }, // [CLAIM-POL-REQUIRED]
    pol_decision: { kind: kind.decision, required: true }, // [CLAIM-POL-DECISION-REQUIRED]
    pol_enforcer: { kind: kind.text, required: false }, // [CLAIM-POL-ENFORCER]
    pol_timestamp: { kind: kind.integer, required: false }, // [CLAIM-POL-TIMESTAMP]
    inp_hash: { kind: kind.hash, required: false }, // [CLAIM-HASH-FORMAT]
    out_hash: { kind: kind.hash, required: false }, // [CLAIM-HASH-FORMAT]
    inp_classification: { kind: kind.text, required: false }, // [CLAIM-INP-CLASSIFICATION]
    exec_time_ms: { kind: kind.integer, required: false }, // [CLAIM-EXEC-TIME]
    regulated_domain: { kind: kind.text, required: false }, // [CLAIM-REGULATED-DOMAIN]
    model_version: { kind: kind.text, required: false }, // [CLAIM-MODEL-VERSION]
    witnessed_by: { kind: kind.texts, required: false }, // [CLAIM-WITNESSED-BY]
    compensation_required: { kind: kind.boolean, required: false }, // [CLAIM-COMPENSATION-REQUIRED]
    compensation_reason: { kind: kind.text, required: false }, // [CLAIM-COMPENSATION-REASON]
    ext: { kind: namedExtension, required: false }, // [CLAIM-EXT-OBJECT]
  },
  wellFormed: [subjectIsIssuer, expiryAfterIssue],
  consistent: [(claims) => policyBeforeIssue(claims), compensationHasReason],
  identifiers: {
    taskId: 'tid',
    parents: 'par',
    generated: ['jti', 'tid'],
    single: ['jti', 'wid', 'tid'],
  },
  graphRules: { cycle: '6', uniqueness: '6', parents: '6', time: '6', parentPolicy: '6' },
  view: (claims, ids) => ({
    revision: 'execution-context-00',
    taskId: canonicalIdentifier(claims.tid, ids),
    workflowId: claims.wid === undefined ? undefined : canonicalIdentifier(claims.wid, ids),
    tokenId: canonicalIdentifier(claims.jti, ids),
    parents: claims.par.map((parent) => canonicalIdentifier(parent, ids)),
    agent: claims.iss,
    // Always an array here; the claim itself stays as it arrived [CLAIM-AUD-WRITTEN-BACK].
    audience: typeof claims.aud === 'string' ? [claims.aud] : claims.aud,
    action: claims.exec_act,
    issuedAt: claims.iat,
    expiresAt: claims.exp,
    policy: claims.pol,
    decision: claims.pol_decision,
    enforcer: claims.pol_enforcer,
    compensation: claims.compensation_required === true,
    inputHash: claims.inp_hash,
    outputHash: claims.out_hash,
    witnessedBy: claims.witnessed_by ?? [],
  }),
}
