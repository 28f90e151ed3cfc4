import * as kind from '../claim-kinds.ts'
import { expiryAfterIssue, policyBeforeIssue } from '../cross-claim-rules.ts'
import { policyExtension } from '../extension-kinds.ts'
import type { Ect00Claims } from './ect-00-claims.ts'
import type { Profile } from './profile.ts'
import { sha256Hash, taskByJti } from './task-by-jti.ts'

/**
 * draft-nennemann-wimse-ect-00. `sub`, the metadata, witness and compensation claims are not defined any more
 * [REVISION-SUB] [REVISION-METADATA]: like any unknown claim they are kept and mean nothing.
 */
export const ect00: Profile<Ect00Claims> = {
  revision: 'ect-00',
  typ: { issued: 'wimse-exec+jwt', accepted: ['wimse-exec+jwt'] }, // [REVISION-TYP]
  // [VERIFY-REVISION-NO-TID]
  recognises: (payload) => !Object.hasOwn(payload, 'tid') && !Object.hasOwn(payload, 'pred'),
  claims: {
    iss: { kind: kind.uri, required: true }, // [REVISION-ISS]
    aud: { kind: kind.audience, required: true },
    iat: { kind: kind.integer, required: true },
    exp: { kind: kind.integer, required: true },
    nbf: { kind: kind.integer, required: false },
    jti: { kind: kind.identifier, required: true },
    wid: { kind: kind.identifier, required: false },
    exec_act: { kind: kind.action, required: true },
    par: { kind: kind.parents, required: true }, // [REVISION-PARENTS]
    inp_hash: { kind: kind.sha256Digest, required: false }, // [REVISION-HASHES]
    out_hash: { kind: kind.sha256Digest, required: false },
    ext: { kind: policyExtension, required: false }, // [REVISION-POLICY] [REVISION-EXT]
  },
  wellFormed: [expiryAfterIssue],
  // The iat of the token comes last: one in the extension object is a member like any other.
  consistent: [({ iat, ext }) => policyBeforeIssue({ ...ext, iat }, 'ext.pol_timestamp')],
  identifiers: { taskId: 'jti', parents: 'par', generated: ['jti'], single: ['jti', 'wid'] }, // [REVISION-TASK-ID]
  graphRules: {
    cycle: 'DAG validation',
    uniqueness: 'DAG validation',
    parents: 'DAG validation',
    time: 'DAG validation',
    parentPolicy: 'policy companion', // [REVISION-PARENT-POLICY]
  },
  view: (claims, ids) =>
    taskByJti(claims, ids, {
      revision: 'ect-00',
      parents: claims.par,
      policy: claims.ext ?? {},
      hashes: [sha256Hash(claims.inp_hash), sha256Hash(claims.out_hash)],
    }),
}
