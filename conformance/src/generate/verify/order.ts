/** Tokens with two faults: the code shows which step comes first. And step 14, the replay memory. */
import { alice, bob, carol, jti, key, now, tid } from '../cast.ts'
import type { Members } from '../json-text.ts'
import type { Topic } from '../number-cases.ts'
import { no, ok, type VerifyParts } from './draft.ts'

const wrongBit = (right: Uint8Array): Uint8Array => Uint8Array.from([...right.subarray(0, 63), (right[63] ?? 0) ^ 1])
const forged = { signature: wrongBit, flags: ['Order', 'NotGenuine'] }
const both = (parts: VerifyParts): VerifyParts => ({ flags: ['Order'], ...parts })
const seen = (issuer: string, id: string): VerifyParts => ({ seen: [{ issuer, jti: id }] })

/** The claims in the order of the table, each with a wrong value and its code. */
const table: readonly (readonly [string, Members, string])[] = [
  ['sub', { sub: 1 }, 'ECT_CLAIM_TYPE'],
  ['jti', { jti: 'x' }, 'ECT_CLAIM_ID'],
  ['wid', { wid: 1 }, 'ECT_CLAIM_TYPE'],
  ['tid', { tid: 'x' }, 'ECT_CLAIM_ID'],
  ['exec_act', { exec_act: '' }, 'ECT_CLAIM_STRING'],
  ['par', { par: [tid(2), tid(2)] }, 'ECT_CLAIM_PARENTS'],
  ['pol', { pol: undefined }, 'ECT_CLAIM_MISSING'],
  ['pol_decision', { pol_decision: 'perhaps' }, 'ECT_CLAIM_DECISION'],
  ['pol_enforcer', { pol_enforcer: '' }, 'ECT_CLAIM_STRING'],
  ['pol_timestamp', { pol_timestamp: 1.5 }, 'ECT_CLAIM_INTEGER'],
  ['inp_hash', { inp_hash: 'x' }, 'ECT_CLAIM_HASH'],
  ['out_hash', { out_hash: null }, 'ECT_CLAIM_TYPE'],
  ['inp_classification', { inp_classification: '' }, 'ECT_CLAIM_STRING'],
  ['exec_time_ms', { exec_time_ms: -1 }, 'ECT_CLAIM_INTEGER'],
  ['regulated_domain', { regulated_domain: '' }, 'ECT_CLAIM_STRING'],
  ['model_version', { model_version: 1 }, 'ECT_CLAIM_TYPE'],
  ['witnessed_by', { witnessed_by: bob }, 'ECT_CLAIM_TYPE'],
  ['compensation_reason', { compensation_reason: '' }, 'ECT_CLAIM_STRING'],
  ['ext', { ext: { field: 1 } }, 'ECT_CLAIM_EXT'],
]

/** Neighbours in the table whose codes differ, both wrong. */
const neighbours = table.slice(1).flatMap(([name, claims, code], index) => {
  const [before, first, expected] = table[index] ?? ['', {}, '']
  return expected === code
    ? []
    : [no(expected, `${before} before ${name}`, ['VERIFY-CLAIM-ORDER'], both({ claims: { ...first, ...claims } }))]
})

export const orderTopic: Topic<'verify'> = {
  first: 2901,
  drafts: [
    no(
      'ECT_TOKEN_DUPLICATE',
      'parse before typ',
      ['VERIFY-ORDER-01-PARSE'],
      both({
        headerText: '{"alg":"ES256","alg":"ES256","typ":"JWT","kid":"alice-key"}',
        signedBy: 'alice-key',
      }),
    ),
    no('ECT_TOKEN_JSON', 'parse before the signature', ['VERIFY-ORDER-01-PARSE'], { ...forged, payloadText: '[]' }),
    no(
      'ECT_TOKEN_NUMBER',
      'parse before the claims',
      ['VERIFY-ORDER-01-PARSE'],
      both({
        payloadText: '{"iss":1,"aud":2,"tid":3,"x":-0}',
      }),
    ),
    no(
      'ECT_HEADER_FORBIDDEN',
      'forbidden header members before typ',
      ['VERIFY-ORDER-01-PARSE'],
      both({
        header: { typ: 'JWT', crit: [] },
      }),
    ),
    no('ECT_HEADER_TYP', 'typ before alg', ['VERIFY-ORDER-02-TYP'], both({ header: { typ: 'JWT', alg: 'HS256' } })),
    no(
      'ECT_TOKEN_REVISION',
      'revision before alg',
      ['VERIFY-ORDER-02-TYP'],
      both({
        header: { alg: 'none' },
        claims: { pred: [] },
      }),
    ),
    no(
      'ECT_HEADER_ALG',
      'alg before the form of kid',
      ['VERIFY-ORDER-03-ALG'],
      both({
        header: { alg: 'none', kid: '' },
        signedBy: 'alice-key',
      }),
    ),
    no(
      'ECT_HEADER_ALG',
      'alg before an unknown kid',
      ['VERIFY-ORDER-03-ALG'],
      both({
        header: { alg: 'HS256', kid: 'nobody' },
        signedBy: 'alice-key',
      }),
    ),
    no(
      'ECT_HEADER_KID',
      'the form of kid before its resolution',
      ['VERIFY-ORDER-04-KEY'],
      both({
        header: { kid: 'no\u0000body' },
        signedBy: 'alice-key',
      }),
    ),
    no('ECT_KEY_UNKNOWN', 'an unknown kid before the signature', ['VERIFY-ORDER-04-KEY'], {
      key: 'unlisted-key',
      signature: () => new Uint8Array(64),
      flags: ['Order', 'NotGenuine'],
    }),
    no('ECT_KEY_UNFIT', 'an unfit key before the form of the signature', ['VERIFY-ORDER-04-KEY'], {
      keys: 'unfit',
      header: { kid: 'use-enc' },
      signature: (right) => right.subarray(0, 10),
      flags: ['Order', 'NotGenuine'],
    }),
    no('ECT_KEY_UNFIT', 'an unfit key before a wrong signature', ['VERIFY-ORDER-04-KEY'], {
      ...forged,
      keys: 'unfit',
      header: { kid: 'ops-sign' },
    }),
    no('ECT_SIGNATURE_INVALID', 'the signature before revocation', ['VERIFY-ORDER-05-SIGNATURE'], {
      ...forged,
      keys: 'status',
      header: { kid: 'revoked' },
    }),
    no('ECT_SIGNATURE_FORMAT', 'the form of the signature before revocation', ['VERIFY-ORDER-05-SIGNATURE'], {
      keys: 'status',
      header: { kid: 'revoked' },
      signature: () => new Uint8Array(64),
      flags: ['Order', 'NotGenuine'],
    }),
    no(
      'ECT_SIGNATURE_INVALID',
      'the signature before every claim',
      ['VERIFY-ORDER-05-SIGNATURE', 'VERIFY-NO-EARLY-TRUST'],
      {
        ...forged,
        claims: {
          iss: 1,
          aud: 2,
          exp: 3,
          iat: 'x',
          jti: null,
          exec_act: '',
          par: 'x',
          pol: 0,
          pol_decision: 'perhaps',
        },
      },
    ),
    no('ECT_SIGNATURE_INVALID', 'the signature before exp', ['VERIFY-ORDER-05-SIGNATURE'], {
      ...forged,
      now: now + 10_000,
    }),
    no('ECT_SIGNATURE_INVALID', 'the signature before replay', ['VERIFY-ORDER-05-SIGNATURE', 'VERIFY-NO-EARLY-TRUST'], {
      ...forged,
      ...seen(alice, jti(1)),
    }),
    no(
      'ECT_KEY_REVOKED',
      'revocation before iss',
      ['VERIFY-ORDER-06-KEY-STATUS'],
      both({
        keys: 'status',
        header: { kid: 'revoked' },
        claims: { iss: bob },
      }),
    ),
    no(
      'ECT_KEY_VALIDITY',
      'the validity of the key before iss',
      ['VERIFY-ORDER-06-KEY-STATUS'],
      both({
        keys: 'status',
        header: { kid: 'limited' },
        claims: { iss: undefined },
        now: now + 400,
      }),
    ),
    no(
      'ECT_KEY_VALIDITY',
      'the validity of the key before exp',
      ['VERIFY-ORDER-06-KEY-STATUS'],
      both({
        keys: 'status',
        header: { kid: 'limited' },
        now: now + 10_000,
      }),
    ),
    no('ECT_PARTY_ISSUER', 'iss before aud', ['VERIFY-ORDER-08-ISSUER'], both({ claims: { iss: bob, aud: carol } })),
    no(
      'ECT_CLAIM_MISSING',
      'a missing iss before a wrong aud',
      ['VERIFY-ORDER-08-ISSUER', 'VERIFY-CLAIM-AT-STEP'],
      both({
        claims: { iss: undefined, aud: carol },
      }),
    ),
    no(
      'ECT_PARTY_ISSUER',
      'iss before the form of aud',
      ['VERIFY-ORDER-08-ISSUER'],
      both({ claims: { iss: bob, aud: [] } }),
    ),
    no(
      'ECT_CLAIM_SPIFFE_ID',
      'the form of iss before the form of aud',
      ['VERIFY-ORDER-08-ISSUER'],
      both({
        claims: { iss: 'alice', aud: [] },
      }),
    ),
    no(
      'ECT_KEY_OWNER',
      'a key without owner before aud',
      ['VERIFY-ORDER-08-ISSUER'],
      both({
        keys: 'status',
        header: { kid: 'no-owner' },
        claims: { aud: carol },
      }),
    ),
    no(
      'ECT_PARTY_AUDIENCE',
      'aud before exp',
      ['VERIFY-ORDER-09-AUDIENCE'],
      both({ claims: { aud: carol }, now: now + 540 }),
    ),
    no(
      'ECT_CLAIM_AUDIENCE',
      'the form of aud before the form of exp',
      ['VERIFY-ORDER-09-AUDIENCE', 'VERIFY-CLAIM-AT-STEP'],
      both({
        claims: { aud: [], exp: 'soon' },
      }),
    ),
    no('ECT_TIME_EXPIRED', 'exp before the age of iat', ['VERIFY-ORDER-10-EXPIRY'], both({ now: now + 10_000 })),
    no(
      'ECT_TIME_EXPIRED',
      'exp before iat ahead',
      ['VERIFY-ORDER-10-EXPIRY'],
      both({ claims: { iat: now + 60, exp: now - 60 } }),
    ),
    no(
      'ECT_CLAIM_INTEGER',
      'the form of exp before the form of iat',
      ['VERIFY-ORDER-10-EXPIRY', 'VERIFY-CLAIM-AT-STEP'],
      both({
        claims: { exp: 1.5, iat: 'now' },
      }),
    ),
    no(
      'ECT_TIME_EXPIRED',
      'exp before a missing iat',
      ['VERIFY-ORDER-10-EXPIRY', 'VERIFY-CLAIM-AT-STEP'],
      both({
        claims: { exp: now - 1, iat: undefined },
      }),
    ),
    no(
      'ECT_TIME_TOO_OLD',
      'the age of iat before nbf',
      ['VERIFY-ORDER-11-AGE'],
      both({
        claims: { iat: now - 901, nbf: now + 60 },
      }),
    ),
    no(
      'ECT_TIME_TOO_OLD',
      'the age of iat before a missing jti',
      ['VERIFY-ORDER-11-AGE'],
      both({
        claims: { iat: now - 901, jti: undefined },
      }),
    ),
    no(
      'ECT_TIME_FUTURE',
      'iat ahead before exp after iat',
      ['VERIFY-ORDER-11-AGE'],
      both({
        claims: { iat: now + 31, exp: now + 31 },
      }),
    ),
    no('ECT_TIME_FUTURE', 'nbf before sub', ['VERIFY-ORDER-11-AGE'], both({ claims: { nbf: now + 31, sub: bob } })),
    no(
      'ECT_CLAIM_TYPE',
      'the form of nbf before the form of jti',
      ['VERIFY-ORDER-11-AGE', 'VERIFY-CLAIM-AT-STEP'],
      both({
        claims: { nbf: null, jti: 'x' },
      }),
    ),
    ...neighbours,
    no(
      'ECT_CLAIM_TYPE',
      'compensation_required before compensation_reason',
      ['VERIFY-CLAIM-ORDER'],
      both({
        claims: { compensation_required: 1, compensation_reason: '' },
      }),
    ),
    no(
      'ECT_CLAIM_EXT',
      'the last claim of the table before sub against iss',
      ['VERIFY-CLAIM-ORDER'],
      both({
        claims: { ext: { field: 1 }, sub: bob },
      }),
    ),
    no(
      'ECT_CLAIM_SUBJECT',
      'sub against iss before exp against iat',
      ['VERIFY-CLAIM-ORDER'],
      both({
        claims: { sub: bob, iat: now + 10, exp: now + 10 },
      }),
    ),
    no(
      'ECT_CLAIM_EXPIRY',
      'exp against iat before pol_timestamp against iat',
      ['VERIFY-ORDER-12-CLAIMS'],
      both({
        claims: { iat: now + 10, exp: now + 10, pol_timestamp: now + 11 },
      }),
    ),
    no(
      'ECT_CLAIM_EXT',
      'the form of ext before compensation',
      ['VERIFY-ORDER-12-CLAIMS'],
      both({
        claims: { ext: { field: 1 }, compensation_required: true },
      }),
    ),
    no(
      'ECT_CLAIM_MISSING',
      'a missing exec_act before pol_timestamp',
      ['VERIFY-ORDER-12-CLAIMS'],
      both({
        claims: { exec_act: undefined, pol_timestamp: now },
      }),
    ),
    no(
      'ECT_CLAIM_POLICY_TIME',
      'pol_timestamp before compensation',
      ['VERIFY-ORDER-13-CONSISTENCY'],
      both({
        claims: { pol_timestamp: now, compensation_required: true },
      }),
    ),
    no(
      'ECT_CLAIM_POLICY_TIME',
      'pol_timestamp before replay',
      ['VERIFY-ORDER-13-CONSISTENCY'],
      both({
        claims: { pol_timestamp: now },
        ...seen(alice, jti(1)),
      }),
    ),
    no(
      'ECT_CLAIM_COMPENSATION',
      'compensation before replay',
      ['VERIFY-ORDER-13-CONSISTENCY'],
      both({
        claims: { compensation_required: true },
        ...seen(alice, jti(1)),
      }),
    ),
    no(
      'ECT_TIME_EXPIRED',
      'exp before replay',
      ['VERIFY-ORDER-10-EXPIRY'],
      both({ now: now + 540, ...seen(alice, jti(1)) }),
    ),
    no('ECT_HEADER_FORBIDDEN', 'everything wrong at once', ['VERIFY-ORDER'], {
      key: 'mallory-key',
      header: { typ: 'JWT', alg: 'none', kid: 'nobody', jwk: key('mallory-key').publicJwk },
      claims: { iss: 1, aud: [], exp: 0, iat: 'x', jti: 'x', tid: undefined, par: null },
      signature: () => new Uint8Array(64),
      flags: ['Order', 'NotGenuine'],
    }),
  ],
}

export const replayTopic: Topic<'verify'> = {
  first: 3001,
  drafts: [
    no('ECT_REPLAY_SEEN', 'a jti that alice already used', ['VERIFY-REPLAY-SEEN', 'VERIFY-ORDER-14-REPLAY'], {
      ...seen(alice, jti(1)),
      flags: ['Attack'],
    }),
    no('ECT_REPLAY_SEEN', 'a jti that alice already used, in upper case', ['VERIFY-REPLAY-SEEN', 'CLAIM-UUID-CASE'], {
      claims: { jti: jti(1).toUpperCase() },
      ...seen(alice, jti(1)),
      flags: ['Attack', 'Twin'],
    }),
    no('ECT_REPLAY_SEEN', 'the same jti for another task', ['VERIFY-REPLAY-SEEN'], {
      claims: { tid: tid(2) },
      ...seen(alice, jti(1)),
    }),
    no('ECT_REPLAY_SEEN', 'the same jti with another key of the same issuer', ['VERIFY-REPLAY-KEY'], {
      key: 'alice-key-2',
      ...seen(alice, jti(1)),
    }),
    ok('a jti that bob used', ['VERIFY-REPLAY-KEY'], seen(bob, jti(1))),
    ok('another jti of alice', ['VERIFY-REPLAY-SEEN'], seen(alice, jti(2))),
    ok('an opaque jti that differs in case from a used one', ['VERIFY-REPLAY-KEY', 'CLAIM-IDS-OPAQUE-BYTEWISE'], {
      claims: { jti: 'job-1' },
      options: { ids: 'opaque' },
      ...seen(alice, 'Job-1'),
    }),
    no('ECT_REPLAY_SEEN', 'an opaque jti that was used', ['VERIFY-REPLAY-SEEN'], {
      claims: { jti: 'job-1' },
      options: { ids: 'opaque' },
      ...seen(alice, 'job-1'),
    }),
  ],
}
