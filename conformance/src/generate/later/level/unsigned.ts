/** Level 1: claims in base64url that anybody can write. */
import { carol, now, tid } from '../../cast.ts'
import { base64url } from '../../compact.ts'
import { type Members, objectText, raw } from '../../json-text.ts'
import type { Draft, Topic } from '../../number-cases.ts'
import { task as taskOfFirst } from '../../tasks.ts'
import { ect00, ect01 } from '../revision.ts'
import { ectOf, plainClaims, policy, tasksOf, written } from '../tokens.ts'
import { no, ok, unsigned } from './draft.ts'
import { loggedUnsigned } from './receipts.ts'

const open = { minimumLevel: 1, acceptUnsigned: true } as const
const accepted = (comment: string, rules: readonly string[], token: string, flags: readonly string[] = []) =>
  ok(comment, ['REVISION-LEVEL-1', ...rules], [1], { token, options: open, flags })
const refused = (
  code: string,
  comment: string,
  rules: readonly string[],
  token: string,
  flags: readonly string[] = [],
) => no(code, comment, rules, { token, options: open, flags })
const text = String(written(ect01, {}).payloadText)
const rejects = (code: string, comment: string, claims: Members, rules: readonly string[] = []): Draft<'level'> =>
  refused(code, comment, ['REVISION-LEVEL-1', ...rules], unsigned(claims))

export const leastLevelTopic: Topic<'level'> = {
  first: 30_001,
  drafts: [
    accepted('an unsigned token where one is accepted', ['REVISION-ENVELOPE'], unsigned()),
    ...([1, 2, 3] as const).map((minimumLevel) =>
      no(
        'ECT_TOKEN_LEVEL',
        `an unsigned token where level ${minimumLevel} is asked`,
        ['REVISION-LEAST-LEVEL', 'REVISION-LEVEL-1'],
        { token: unsigned(), options: { minimumLevel }, flags: ['Attack'] },
      ),
    ),
    no('ECT_TOKEN_LEVEL', 'an unsigned token where a receipt is awaited', ['REVISION-LEVEL-3', 'REVISION-LEVEL-1'], {
      token: unsigned(),
      options: { minimumLevel: 3, receiptDeadline: 3600 },
      flags: ['Attack'],
    }),
    no(
      'ECT_TOKEN_LEVEL',
      'an unsigned token and a receipt of it',
      ['REVISION-LEVEL-3', 'REVISION-LEVEL-1'],
      loggedUnsigned,
    ),
    no('ECT_TOKEN_LEVEL', 'nothing at all', ['REVISION-LEAST-LEVEL'], { token: '' }),
    ok('an unsigned token stays at level 1', ['REVISION-LEVEL-1', 'REVISION-LEVEL-3'], [1, 1], {
      token: unsigned(),
      options: { ...open, receiptDeadline: 60 },
      levelAt: [now, now + 59],
    }),
    accepted("mallory's unsigned token in the name of alice: nobody answers for it", [], unsigned({ jti: tid(7) }), [
      'Attack',
    ]),
    accepted('an issuer that no key belongs to', ['REVISION-ISS'], unsigned({ iss: 'nobody in particular' }), [
      'Unusual',
    ]),
  ],
}

export const envelopeTopic: Topic<'level'> = {
  first: 30_031,
  drafts: [
    ...signedOnesStaySigned(),
    refused('ECT_TOKEN_SEGMENTS', 'nothing at all', ['ENV-SEGMENTS'], ''),
    refused('ECT_TOKEN_BASE64URL', 'padding', ['ENV-BASE64URL'], `${unsigned({ jti: tid(7), n: 1 })}=`),
    refused('ECT_TOKEN_BASE64URL', 'a line break at the end', ['ENV-BASE64URL'], `${unsigned()}\n`),
    refused(
      'ECT_TOKEN_BASE64URL',
      'a letter of the other base64',
      ['ENV-BASE64URL'],
      Buffer.from(`${text.slice(0, -1)},"n":"??>>~~"}`)
        .toString('base64')
        .replaceAll('=', ''),
    ),
    refused('ECT_TOKEN_JSON', 'no JSON', ['ENV-JSON-OBJECT'], base64url('exec')),
    refused('ECT_TOKEN_JSON', 'an array', ['ENV-JSON-OBJECT'], base64url(`[${text}]`)),
    refused('ECT_TOKEN_JSON', 'something after the object', ['ENV-JSON-OBJECT'], base64url(`${text}{}`)),
    refused('ECT_TOKEN_JSON', 'base64url of base64url', ['ENV-JSON-OBJECT'], base64url(unsigned())),
    refused(
      'ECT_TOKEN_UTF8',
      'a byte that is no UTF-8',
      ['ENV-UTF8'],
      base64url(Buffer.from(text.replace('review', 'rüview'), 'latin1')),
    ),
    refused('ECT_TOKEN_UTF8', 'a byte order mark', ['ENV-BOM'], base64url(`\ufeff${text}`)),
    refused(
      'ECT_TOKEN_DUPLICATE',
      'iss twice',
      ['ENV-JSON-DUPLICATE'],
      base64url(text.replace('{', `{"iss":"${carol}",`)),
      ['Attack'],
    ),
    refused(
      'ECT_TOKEN_DUPLICATE',
      'pred twice, once escaped',
      ['ENV-JSON-DUPLICATE'],
      base64url(text.replace('{', '{"\\u0070red":[],')),
      ['Attack'],
    ),
    refused('ECT_TOKEN_NAME', '__proto__', ['ENV-JSON-NAME'], base64url(text.replace('{', '{"__proto__":{},')), [
      'Attack',
    ]),
    refused('ECT_TOKEN_SIZE', '65,536 bytes', ['ENV-SIZE'], 'A'.repeat(65_536), ['Boundary', 'Resource']),
    accepted('white space', ['ENV-JSON-OBJECT'], base64url(` ${text.replaceAll(',"', ' ,\r\n"')}\t`), ['Unusual']),
    accepted('an escaped claim name', ['ENV-JSON-OBJECT'], base64url(text.replace('"jti"', '"\\u006ati"')), [
      'Unusual',
    ]),
    accepted('an action outside ASCII', ['ENV-UTF8'], unsigned({ exec_act: '仕様を確認する' }), ['Unusual']),
  ],
}

/** With a dot in it, a text is a JWS or nothing: it never passes as level 1. */
function signedOnesStaySigned(): Draft<'level'>[] {
  const rules = ['REVISION-ENVELOPE', 'REVISION-LEAST-LEVEL']
  const wrongBit = (right: Uint8Array): Uint8Array => Uint8Array.from([...right.subarray(0, 63), (right[63] ?? 0) ^ 1])
  const [header = '', payload = '', signature = ''] = ectOf(ect01).split('.')
  const none = base64url(objectText({ alg: 'none', typ: ect01.typ }))
  const bad = ['NotGenuine', 'Attack']
  const segments: readonly (readonly [string, string])[] = [
    ['a signed token without its signature', `${header}.${payload}`],
    ['a signed token with an empty signature', `${header}.${payload}.`],
    ['claims and a dot', `${payload}.`],
    ['a dot and claims', `.${payload}`],
    ['claims between dots', `.${payload}.`],
    ['alg none and an empty signature', `${none}.${payload}.`],
    ['alg none and no signature', `${none}.${payload}`],
    ['four segments', `${header}.${payload}.${signature}.${payload}`],
    ['a JWS in JSON serialization', JSON.stringify({ protected: header, payload, signature, v: '1.0' })],
  ]
  return [
    refused(
      'ECT_SIGNATURE_INVALID',
      'one bit of the signature flipped',
      rules,
      ectOf(ect01, { signature: wrongBit }),
      bad,
    ),
    refused(
      'ECT_SIGNATURE_FORMAT',
      'a signature that is cut short',
      rules,
      ectOf(ect01, { signature: (right) => right.slice(0, 32) }),
      bad,
    ),
    refused('ECT_TOKEN_BASE64URL', 'a signature that is no base64url', rules, `${header}.${payload}.!`, bad),
    refused('ECT_TOKEN_BASE64URL', 'claims in JSON, which hold two dots', rules, text, bad),
    refused('ECT_KEY_UNKNOWN', 'a kid that nobody has', rules, ectOf(ect01, { key: 'unlisted-key' }), ['Attack']),
    refused('ECT_HEADER_TYP', 'another typ', rules, ectOf(ect01, { header: { typ: 'JWT' } }), ['Attack']),
    refused(
      'ECT_HEADER_ALG',
      'alg none and a signature',
      ['ENV-ALG-NONE', ...rules],
      ectOf(ect01, { header: { alg: 'none' } }),
      ['Attack'],
    ),
    refused(
      'ECT_HEADER_ALG',
      'alg none and a signature of one byte',
      ['ENV-ALG-NONE', ...rules],
      `${none}.${payload}.AA`,
      bad,
    ),
    refused(
      'ECT_TIME_EXPIRED',
      'a signed token that has expired',
      rules,
      tasksOf(ect01)(1, { iat: now - 800, exp: now - 1 }),
    ),
    ...segments.map(([comment, token]) =>
      refused('ECT_TOKEN_SEGMENTS', comment, ['ENV-SEGMENTS', ...rules], token, bad),
    ),
  ]
}

export const unsignedClaimsTopic: Topic<'level'> = {
  first: 30_071,
  drafts: [
    rejects('ECT_PARTY_AUDIENCE', 'for somebody else', { aud: carol }, ['VERIFY-ORDER-09-AUDIENCE']),
    rejects('ECT_TIME_EXPIRED', 'expired', { iat: now - 800, exp: now }, ['VERIFY-EXPIRY-BOUNDARY']),
    rejects('ECT_TIME_TOO_OLD', 'issued 901 seconds ago', { iat: now - 901 }, ['VERIFY-AGE-BOUNDARY']),
    rejects('ECT_TIME_FUTURE', 'issued 31 seconds ahead', { iat: now + 31 }, ['VERIFY-FUTURE-BOUNDARY']),
    rejects('ECT_CLAIM_INTEGER', 'iat with a fraction of nothing', { iat: raw(`${now - 60}.0`) }, ['ENV-INTEGER-FORM']),
    rejects('ECT_CLAIM_MISSING', 'no iss', { iss: undefined }, ['CLAIM-ISS-REQUIRED']),
    rejects('ECT_CLAIM_STRING', 'an empty iss', { iss: '' }, ['REVISION-ISS']),
    rejects('ECT_CLAIM_MISSING', 'no jti', { jti: undefined }, ['CLAIM-JTI-REQUIRED']),
    rejects('ECT_CLAIM_ID', 'a jti that is no UUID', { jti: 'task-001' }, ['CLAIM-JTI-UUID']),
    rejects('ECT_CLAIM_MISSING', 'no pred', { pred: undefined }, ['REVISION-PARENTS']),
    rejects('ECT_TOKEN_REVISION', 'par beside pred', { par: [] }, ['REVISION-TWO-PARENT-CLAIMS']),
    rejects('ECT_CLAIM_DECISION', 'a misspelt decision', policy(ect01, { pol_decision: 'reject' }), [
      'REVISION-POLICY',
    ]),
    rejects('ECT_CLAIM_EXT', 'extensions 6 levels deep', policy(ect01, { a: { b: { c: { d: { e: {} } } } } }), [
      'CLAIM-EXT-DEPTH',
    ]),
    rejects(
      'ECT_CLAIM_HASH',
      'a hash with a prefix',
      { inp_hash: 'sha-256:n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg' },
      ['REVISION-HASHES'],
    ),
    accepted(
      'a decision in the extensions',
      ['REVISION-POLICY'],
      unsigned(policy(ect01, { pol_decision: 'rejected' })),
    ),
    accepted('a tid, whatever it holds', ['REVISION-TASK-ID'], unsigned({ tid: 7 }), ['Unusual']),
    ...ofOtherRevisions(),
  ],
}

/** Only ect-01 has unsigned tokens: where it is not listed, or the claims are those of another, none is accepted. */
function ofOtherRevisions(): Draft<'level'>[] {
  const all = ['execution-context-00', 'ect-00', 'ect-01']
  const ofEct00 = base64url(objectText(plainClaims(ect00)))
  const ofFirst = taskOfFirst(1).split('.')[1] ?? ''
  const rules = ['REVISION-LEVEL-1', 'REVISION-ENVELOPE']
  const under = (code: string, comment: string, token: string, revisions: readonly string[]): Draft<'level'> =>
    no(code, comment, rules, { token, options: { ...open, revisions }, flags: ['Attack'] })
  return [
    under('ECT_TOKEN_REVISION', 'the claims of ect-00 where only that is listed', ofEct00, ['ect-00']),
    under('ECT_TOKEN_REVISION', 'the claims of ect-01 where only ect-00 is listed', unsigned(), ['ect-00']),
    under('ECT_TOKEN_REVISION', 'the claims of execution-context-00 where only that is listed', ofFirst, [
      all[0] ?? '',
    ]),
    under('ECT_CLAIM_MISSING', 'the claims of ect-00 where all are listed: no pred', ofEct00, all),
    under('ECT_CLAIM_MISSING', 'the claims of execution-context-00 where all are listed: no pred', ofFirst, all),
    ok('the claims of ect-01 where all are listed', rules, [1], {
      token: unsigned(),
      options: { ...open, revisions: all },
    }),
  ]
}
