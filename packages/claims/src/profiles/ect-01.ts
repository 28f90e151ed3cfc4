import * as kind from '../claim-kinds.ts'
import { expiryAfterIssue, policyBeforeIssue } from '../cross-claim-rules.ts'
import { limitedPolicyExtension } from '../extension-kinds.ts'
import type { Ect01Claims } from './ect-01-claims.ts'
import type { Profile } from './profile.ts'
import { sha256Hash, taskByJti } from './task-by-jti.ts'

/** draft-nennemann-wimse-ect-01, levels 1 to 3; which level a verifier accepts is for `createLevelVerifier`. */
export const ect01: Profile<Ect01Claims> = {
  revision: 'ect-01',
  typ: { issued: 'exec+jwt', accepted: ['exec+jwt', 'wimse-exec+jwt'] }, // [REVISION-TYP]
  // By its typ [VERIFY-REVISION-TYP] or by pred [VERIFY-REVISION-PRED]; with both parent claims a token is one of no
  // revision [REVISION-TWO-PARENT-CLAIMS].
  recognises: (payload, typ) => {
    const hasPred = Object.hasOwn(payload, 'pred')
    return (typ === 'exec+jwt' || hasPred) && !(hasPred && Object.hasOwn(payload, 'par'))
  },
  claims: {
    iss: { kind: kind.issuerName, required: true }, // [REVISION-ISS]
    aud: { kind: kind.audience, required: true },
    iat: { kind: kind.integer, required: true },
    exp: { kind: kind.integer, required: true },
    nbf: { kind: kind.integer, required: false },
    jti: { kind: kind.identifier, required: true },
    wid: { kind: kind.identifier, required: false },
    exec_act: { kind: kind.action, required: true },
    pred: { kind: kind.parents, required: true }, // [REVISION-PARENTS]
    inp_hash: { kind: kind.sha256Digest, required: false }, // [REVISION-HASHES]
    out_hash: { kind: kind.sha256Digest, required: false },
    ect_ext: { kind: limitedPolicyExtension, required: false }, // [REVISION-POLICY] [REVISION-EXT]
  },
  wellFormed: [expiryAfterIssue],
  // The iat of the token comes last: one in the extension object is a member like any other.
  consistent: [({ iat, ect_ext }) => policyBeforeIssue({ ...ect_ext, iat }, 'ect_ext.pol_timestamp')],
  identifiers: { taskId: 'jti', parents: 'pred', generated: ['jti'], single: ['jti', 'wid'] }, // [REVISION-TASK-ID]
  graphRules: {
    cycle: 'DAG validation',
    uniqueness: 'DAG validation',
    parents: 'DAG validation',
    workflow: 'DAG validation', // [REVISION-WORKFLOW]
    time: 'DAG validation',
    parentPolicy: 'policy companion', // [REVISION-PARENT-POLICY]
  },
  unsigned: true, // [REVISION-ENVELOPE]
  refusalStatus: 403, // [REVISION-STATUS]
  view: (claims, ids) =>
    taskByJti(claims, ids, {
      revision: 'ect-01',
      parents: claims.pred,
      policy: claims.ect_ext ?? {},
      hashes: [sha256Hash(claims.inp_hash), sha256Hash(claims.out_hash)],
    }),
}
