import { type ClaimProfile, type ClaimTable, EctError, profiles } from '@wimse-ect/claims'
import * as kind from '@wimse-ect/claims/envelope'
import type { CoseEctClaims } from './cose-claims.ts'

/**
 * draft-nennemann-wimse-execution-context-cbor-00: another envelope of ect-00. Its tasks are tasks of ect-00, and may
 * be parents and children of those that came as a JWS [COSE-REVISION].
 */
export const coseProfile: ClaimProfile<CoseEctClaims> & { readonly claims: ClaimTable<CoseEctClaims> } = {
  revision: 'ect-00',
  claims: {
    iss: { kind: kind.spiffeId, required: true }, // [COSE-ISS]
    sub: { kind: kind.text, required: false }, // [COSE-SUB]
    aud: { kind: kind.audience, required: true }, // [COSE-AUD]
    iat: { kind: kind.integer, required: true }, // [COSE-TIMES]
    exp: { kind: kind.integer, required: true }, // [COSE-TIMES]
    nbf: { kind: kind.integer, required: false }, // [COSE-NBF]
    jti: { kind: kind.identifier, required: true }, // [COSE-CTI] [COSE-UUID]
    wid: { kind: kind.identifier, required: false }, // [COSE-WID]
    exec_act: { kind: kind.action, required: true }, // [COSE-EXEC-ACT]
    par: { kind: kind.parents, required: true }, // [COSE-PAR]
    pol: { kind: kind.text, required: false },
    pol_decision: { kind: kind.decision, required: false }, // [COSE-POL-DECISION]
    pol_enforcer: { kind: kind.text, required: false }, // [COSE-POL-OTHER]
    pol_timestamp: { kind: kind.integer, required: false }, // [COSE-POL-OTHER]
    inp_hash: { kind: kind.hash, required: false }, // [COSE-HASH]
    out_hash: { kind: kind.hash, required: false }, // [COSE-HASH]
  },
  wellFormed: [kind.subjectIsIssuer, kind.expiryAfterIssue],
  consistent: [policyWithDecision, (claims) => kind.policyBeforeIssue(claims)],
  identifiers: { taskId: 'jti', parents: 'par', generated: ['jti'], single: ['jti', 'wid'] },
  graphRules: profiles['ect-00'].graphRules,
  view: (claims, ids) =>
    kind.taskByJti(claims, ids, {
      revision: 'ect-00',
      parents: claims.par,
      policy: claims,
      hashes: [claims.inp_hash, claims.out_hash],
    }),
}

/** `pol` and `pol_decision` are there together or not at all [COSE-POL-TOGETHER]. */
function policyWithDecision({ pol, pol_decision: decision }: CoseEctClaims): void {
  if ((pol === undefined) === (decision === undefined)) return
  throw new EctError('ECT_CLAIM_MISSING', { path: pol === undefined ? 'pol' : 'pol_decision' })
}
