/** Tokens of a later revision with two faults: the code shows which is judged first. And step 14, the replay memory. */
import { alice, bob, carol, now, tid } from '../cast.ts'
import type { Members } from '../json-text.ts'
import type { Draft, Topic } from '../number-cases.ts'
import type { VerifyParts } from '../verify/draft.ts'
import type { LaterRevision } from './revision.ts'
import { verifyDrafts } from './verify-draft.ts'

const wrongBit = (right: Uint8Array): Uint8Array => Uint8Array.from([...right.subarray(0, 63), (right[63] ?? 0) ^ 1])

/** The claims in the order of the table, each with a wrong value and its code; neighbours differ in their codes. */
function tableOf({ parents, extension }: LaterRevision): readonly (readonly [string, Members, string])[] {
  return [
    ['nbf', { nbf: 1.5 }, 'ECT_CLAIM_INTEGER'],
    ['jti', { jti: 'x' }, 'ECT_CLAIM_ID'],
    ['wid', { wid: 1 }, 'ECT_CLAIM_TYPE'],
    ['exec_act', { exec_act: '' }, 'ECT_CLAIM_STRING'],
    [parents, { [parents]: [tid(2), tid(2)] }, 'ECT_CLAIM_PARENTS'],
    ['inp_hash', { inp_hash: 'x' }, 'ECT_CLAIM_HASH'],
    ['out_hash', { out_hash: null }, 'ECT_CLAIM_TYPE'],
    [extension, { [extension]: { pol_decision: 'x' } }, 'ECT_CLAIM_DECISION'],
    ['exp against iat', { iat: now + 20, exp: now + 20 }, 'ECT_CLAIM_EXPIRY'],
  ]
}

export function orderTopic(revision: LaterRevision): Topic<'verify'> {
  const { no } = verifyDrafts(revision)
  const table = tableOf(revision)
  const order = (code: string, comment: string, rules: readonly string[], parts: VerifyParts): Draft<'verify'> =>
    no(code, comment, rules, { ...parts, flags: ['Order', ...(parts.flags ?? [])] })
  const neighbours = table.slice(1).map(([name, claims], at) => {
    const [before, wrong, code] = table[at] ?? ['', {}, '']
    return order(code, `${before} before ${name}`, ['VERIFY-CLAIM-ORDER'], { claims: { ...wrong, ...claims } })
  })
  const late = { [revision.extension]: { pol_timestamp: now + 60 } }
  return {
    first: revision.numbers + 3101,
    drafts: [
      order('ECT_HEADER_TYP', 'typ before alg', ['VERIFY-ORDER-02-TYP'], {
        header: { typ: 'JWT', alg: 'none' },
        signedBy: 'alice-key',
      }),
      order('ECT_TOKEN_REVISION', 'revision before alg', ['VERIFY-ORDER-02-TYP', 'REVISION-TWO-PARENT-CLAIMS'], {
        header: { alg: 'none' },
        claims: { par: [], pred: [] },
        signedBy: 'alice-key',
      }),
      order('ECT_SIGNATURE_INVALID', 'the signature before every claim', ['VERIFY-ORDER-05-SIGNATURE'], {
        signature: wrongBit,
        claims: { iss: 1, aud: 2, exp: 3, iat: 'x', jti: null, [revision.parents]: 'x', [revision.extension]: 0 },
        flags: ['NotGenuine'],
      }),
      order('ECT_CLAIM_STRING', 'the form of iss before aud', ['VERIFY-ORDER-08-ISSUER'], {
        claims: { iss: '', aud: carol },
      }),
      order('ECT_PARTY_ISSUER', 'iss before aud', ['VERIFY-ORDER-08-ISSUER'], { claims: { iss: bob, aud: carol } }),
      order('ECT_TIME_EXPIRED', 'exp before the claims', ['VERIFY-ORDER-10-EXPIRY'], {
        claims: { jti: 1 },
        now: now + 540,
      }),
      ...neighbours,
      order('ECT_CLAIM_EXPIRY', 'exp against iat before pol_timestamp', ['VERIFY-ORDER-12-CLAIMS'], {
        claims: { iat: now + 20, exp: now + 20, ...late },
      }),
      order('ECT_CLAIM_POLICY_TIME', 'pol_timestamp before replay', ['VERIFY-ORDER-13-CONSISTENCY'], {
        claims: late,
        seen: [{ issuer: alice, jti: tid(1) }],
      }),
    ],
  }
}

export function replayTopic(revision: LaterRevision): Topic<'verify'> {
  const { ok, no } = verifyDrafts(revision)
  const used = (issuer: string, id: string): VerifyParts => ({ seen: [{ issuer, jti: id }] })
  return {
    first: revision.numbers + 3201,
    drafts: [
      no('ECT_REPLAY_SEEN', 'a jti that alice already used', ['VERIFY-REPLAY-SEEN', 'REVISION-TASK-ID'], {
        ...used(alice, tid(1)),
        flags: ['Attack'],
      }),
      no('ECT_REPLAY_SEEN', 'a jti that alice already used, in upper case', ['VERIFY-REPLAY-SEEN', 'CLAIM-UUID-CASE'], {
        claims: { jti: tid(10).toUpperCase() },
        ...used(alice, tid(10)),
        flags: ['Attack', 'Twin'],
      }),
      no('ECT_REPLAY_SEEN', 'a jti that was used, with another key', ['VERIFY-REPLAY-KEY'], {
        key: 'alice-key-2',
        ...used(alice, tid(1)),
      }),
      no('ECT_REPLAY_SEEN', 'a jti that was used, in a workflow of its own', ['VERIFY-REPLAY-SEEN'], {
        claims: { wid: 'cccccccc-0000-4000-8000-000000000001' },
        ...used(alice, tid(1)),
      }),
      ok('a jti that bob used', ['VERIFY-REPLAY-KEY'], used(bob, tid(1))),
      ok('a jti that alice did not use', ['VERIFY-REPLAY-KEY'], used(alice, tid(2))),
    ],
  }
}
