/** Steps 12 and 13: the other claims, their forms and their consistency. */

import { type BinaryToTextEncoding, createHash } from 'node:crypto'
import { alice, bob, now } from '../cast.ts'
import { raw } from '../json-text.ts'
import type { Topic } from '../number-cases.ts'
import { no, ok } from './draft.ts'

const digest = (algorithm: string, form: BinaryToTextEncoding = 'base64url'): string =>
  createHash(algorithm).update('test').digest(form)
const hash = `sha-256:${digest('sha256')}`
const nested = (depth: number): unknown => (depth <= 1 ? {} : { a: nested(depth - 1) })
const nestedArrays = (depth: number): unknown => (depth <= 1 ? [] : [nestedArrays(depth - 1)])
/** An ext of exactly so many bytes when written without white space. */
const sizedExt = (bytes: number, filling = 'a'): Record<string, string> => {
  const spare = bytes - Buffer.byteLength(JSON.stringify({ 'com.example.x': '' }))
  const width = Buffer.byteLength(filling)
  return { 'com.example.x': filling.repeat(Math.floor(spare / width)) + 'b'.repeat(spare % width) }
}

const wrongHashes: readonly (readonly [string, string, string])[] = [
  [digest('sha256'), 'no prefix', 'CLAIM-HASH-FORMAT'],
  ['sha-256:', 'no digest', 'CLAIM-HASH-FORMAT'],
  [`sha-256:${digest('sha256', 'hex')}`, 'hexadecimal', 'CLAIM-HASH-LENGTH'],
  [`sha-256:${digest('sha256', 'base64')}`, 'base64 with padding', 'CLAIM-HASH-FORMAT'],
  [`${hash.slice(0, -1)}h`, 'unused bits set', 'CLAIM-HASH-FORMAT'],
  [`sha-256:${hash}`, 'the prefix twice', 'CLAIM-HASH-FORMAT'],
  [`sha-256 :${digest('sha256')}`, 'a space before the colon', 'CLAIM-HASH-FORMAT'],
  [`${hash} `, 'a space at the end', 'CLAIM-HASH-FORMAT'],
  [`SHA-256:${digest('sha256')}`, 'the algorithm in upper case', 'CLAIM-HASH-ALG'],
  [`sha256:${digest('sha256')}`, 'the algorithm without hyphen', 'CLAIM-HASH-ALG'],
  [`sha-1:${digest('sha1')}`, 'SHA-1', 'CLAIM-HASH-ALG'],
  [`md5:${digest('md5')}`, 'MD5', 'CLAIM-HASH-ALG'],
  [`sha-224:${digest('sha224')}`, 'SHA-224', 'CLAIM-HASH-ALG'],
  [`sha3-256:${digest('sha3-256')}`, 'SHA3-256', 'CLAIM-HASH-ALG'],
  [`:${digest('sha256')}`, 'an empty algorithm', 'CLAIM-HASH-ALG'],
  [`constructor:${digest('sha256')}`, 'an algorithm that objects answer to', 'CLAIM-HASH-ALG'],
  [`sha-256:${digest('sha384')}`, 'a digest too long for the algorithm', 'CLAIM-HASH-LENGTH'],
  [`sha-512:${digest('sha256')}`, 'a digest too short for the algorithm', 'CLAIM-HASH-LENGTH'],
  [`sha-256:${digest('sha256').slice(0, -2)}`, 'a digest of one byte less', 'CLAIM-HASH-LENGTH'],
  ['', 'an empty string', 'CLAIM-HASH-FORMAT'],
]

const wrongExtNames = [
  'field',
  '',
  '.',
  'com.',
  '.com',
  'com..example',
  'com.exa mple',
  '1com.example',
  '-com.example',
  'com.exämple',
  'com.example/x',
  'com:example',
]

/** Optional text claims and the rule of each. */
const texts: readonly (readonly [string, string])[] = [
  ['pol_enforcer', 'CLAIM-POL-ENFORCER'],
  ['inp_classification', 'CLAIM-INP-CLASSIFICATION'],
  ['regulated_domain', 'CLAIM-REGULATED-DOMAIN'],
  ['model_version', 'CLAIM-MODEL-VERSION'],
  ['compensation_reason', 'CLAIM-COMPENSATION-REASON'],
]

export const claimsTopic: Topic<'verify'> = {
  first: 2701,
  drafts: [
    ok(
      'every claim at once',
      ['CLAIM-SUB', 'CLAIM-POL-TIMESTAMP', 'CLAIM-WITNESSED-BY', 'CLAIM-EXEC-TIME', 'CLAIM-EXT-OBJECT'],
      {
        claims: {
          sub: alice,
          pol_enforcer: 'spiffe://example.com/policy/enforcer',
          pol_timestamp: now - 61,
          inp_hash: hash,
          out_hash: `sha-512:${digest('sha512')}`,
          inp_classification: 'confidential',
          exec_time_ms: 1250,
          regulated_domain: 'medtech',
          model_version: 'model-4.2',
          witnessed_by: [bob],
          compensation_required: true,
          compensation_reason: 'the build was withdrawn',
          ext: { 'com.example.trace': 'abc' },
        },
      },
    ),
    no('ECT_CLAIM_SUBJECT', 'sub that differs from iss', ['CLAIM-SUB'], { claims: { sub: bob } }),
    no('ECT_CLAIM_SUBJECT', 'sub that differs from iss in case', ['CLAIM-SUB'], {
      claims: { sub: 'spiffe://example.com/agent/Alice' },
    }),
    ok('sub equal to iss', ['CLAIM-SUB'], { claims: { sub: alice } }),
    no('ECT_CLAIM_TYPE', 'sub null', ['CLAIM-SUB', 'ENV-NULL-TYPE'], { claims: { sub: null } }),
    no('ECT_CLAIM_MISSING', 'no exec_act', ['CLAIM-EXEC-ACT-REQUIRED'], { claims: { exec_act: undefined } }),
    no('ECT_CLAIM_TYPE', 'exec_act null', ['CLAIM-EXEC-ACT-REQUIRED', 'ENV-NULL-TYPE'], { claims: { exec_act: null } }),
    no('ECT_CLAIM_TYPE', 'exec_act in an array', ['CLAIM-EXEC-ACT-REQUIRED'], { claims: { exec_act: ['review'] } }),
    no('ECT_CLAIM_STRING', 'exec_act empty', ['CLAIM-EXEC-ACT-LENGTH'], {
      claims: { exec_act: '' },
      flags: ['Boundary'],
    }),
    ok('exec_act of one byte', ['CLAIM-EXEC-ACT-LENGTH'], { claims: { exec_act: 'x' }, flags: ['Boundary'] }),
    ok('exec_act of exactly 256 bytes', ['CLAIM-EXEC-ACT-LENGTH'], {
      claims: { exec_act: 'x'.repeat(256) },
      flags: ['Boundary'],
    }),
    no('ECT_CLAIM_STRING', 'exec_act of 257 bytes', ['CLAIM-EXEC-ACT-LENGTH'], {
      claims: { exec_act: 'x'.repeat(257) },
      flags: ['Boundary'],
    }),
    ok('exec_act of 256 bytes in 128 characters', ['CLAIM-EXEC-ACT-LENGTH'], {
      claims: { exec_act: 'ü'.repeat(128) },
      flags: ['Boundary'],
    }),
    no('ECT_CLAIM_STRING', 'exec_act of 258 bytes in 129 characters', ['CLAIM-EXEC-ACT-LENGTH'], {
      claims: { exec_act: 'ü'.repeat(129) },
      flags: ['Boundary'],
    }),
    ok('exec_act outside ASCII', ['CLAIM-EXEC-ACT-CONTROL'], {
      claims: { exec_act: 'Prüfung: 仕様' },
      flags: ['Unusual'],
    }),
    ...['\u0000', '\n', '\u001b', '\u001f', '\u007f', '\u0080', '\u009f'].map((control) =>
      no(
        'ECT_CLAIM_STRING',
        `exec_act with U+${control.charCodeAt(0).toString(16).padStart(4, '0').toUpperCase()}`,
        ['CLAIM-EXEC-ACT-CONTROL'],
        { claims: { exec_act: `review${control}spec` } },
      ),
    ),
    ok('exec_act with U+00A0, the first character after the controls', ['CLAIM-EXEC-ACT-CONTROL'], {
      claims: { exec_act: 'review\u00a0spec' },
      flags: ['Boundary', 'Unusual'],
    }),
    no('ECT_CLAIM_MISSING', 'no pol', ['CLAIM-POL-REQUIRED'], { claims: { pol: undefined } }),
    no('ECT_CLAIM_TYPE', 'pol null', ['CLAIM-POL-REQUIRED', 'ENV-NULL-TYPE'], { claims: { pol: null } }),
    no('ECT_CLAIM_TYPE', 'pol an array', ['CLAIM-POL-REQUIRED'], { claims: { pol: ['policy_v1'] } }),
    no('ECT_CLAIM_STRING', 'pol empty', ['CLAIM-TEXT-NON-EMPTY'], { claims: { pol: '' } }),
    no('ECT_CLAIM_MISSING', 'no pol_decision', ['CLAIM-POL-DECISION-REQUIRED'], {
      claims: { pol_decision: undefined },
    }),
    no('ECT_CLAIM_TYPE', 'pol_decision null', ['CLAIM-POL-DECISION-REQUIRED', 'ENV-NULL-TYPE'], {
      claims: { pol_decision: null },
    }),
    no('ECT_CLAIM_TYPE', 'pol_decision true', ['CLAIM-POL-DECISION-REQUIRED'], { claims: { pol_decision: true } }),
    ok('a rejected task', ['CLAIM-POL-DECISION-VALUES'], { claims: { pol_decision: 'rejected' } }),
    ok('a pending task', ['CLAIM-POL-DECISION-VALUES'], { claims: { pol_decision: 'pending_human_review' } }),
    ...['', 'Approved', 'approved ', 'APPROVED', 'denied', 'pending', 'constructor'].map((pol_decision) =>
      no('ECT_CLAIM_DECISION', `pol_decision ${JSON.stringify(pol_decision)}`, ['CLAIM-POL-DECISION-VALUES'], {
        claims: { pol_decision },
      }),
    ),
    ok('a pol_enforcer that is no SPIFFE ID', ['CLAIM-POL-ENFORCER'], {
      claims: { pol_enforcer: 'the release board' },
      flags: ['Unusual'],
    }),
    ...texts.flatMap(([name, rule]) => [
      ok(`${name} of any text`, [rule, 'CLAIM-TEXT-NON-EMPTY'], {
        claims: { [name]: 'Zürich №5' },
        flags: ['Unusual'],
      }),
      no('ECT_CLAIM_STRING', `${name} empty`, [rule, 'CLAIM-TEXT-NON-EMPTY'], { claims: { [name]: '' } }),
      no('ECT_CLAIM_TYPE', `${name} null`, [rule, 'ENV-NULL-TYPE'], { claims: { [name]: null } }),
      no('ECT_CLAIM_TYPE', `${name} a number`, [rule], { claims: { [name]: 1 } }),
    ]),
    ok('pol_timestamp equal to iat', ['CLAIM-POL-TIMESTAMP'], {
      claims: { pol_timestamp: now - 60 },
      flags: ['Boundary'],
    }),
    no(
      'ECT_CLAIM_POLICY_TIME',
      'pol_timestamp one second after iat',
      ['CLAIM-POL-TIMESTAMP', 'VERIFY-ORDER-13-CONSISTENCY'],
      {
        claims: { pol_timestamp: now - 59 },
        flags: ['Boundary'],
      },
    ),
    ok('pol_timestamp 0', ['CLAIM-POL-TIMESTAMP'], { claims: { pol_timestamp: 0 }, flags: ['Boundary', 'Unusual'] }),
    no('ECT_CLAIM_INTEGER', 'pol_timestamp with a fraction', ['CLAIM-POL-TIMESTAMP', 'ENV-INTEGER-FORM'], {
      claims: { pol_timestamp: raw(`${now - 61}.0`) },
      flags: ['NumberForm'],
    }),
    no('ECT_CLAIM_TYPE', 'pol_timestamp a string', ['CLAIM-POL-TIMESTAMP'], {
      claims: { pol_timestamp: '2026-01-01T00:00:00Z' },
    }),
    no('ECT_CLAIM_TYPE', 'pol_timestamp null', ['CLAIM-POL-TIMESTAMP', 'ENV-NULL-TYPE'], {
      claims: { pol_timestamp: null },
    }),
    ok('hashes with SHA-256', ['CLAIM-HASH-FORMAT', 'CLAIM-HASH-ALG'], {
      claims: { inp_hash: hash, out_hash: hash },
    }),
    ok('a hash with SHA-384', ['CLAIM-HASH-ALG', 'CLAIM-HASH-LENGTH'], {
      claims: { inp_hash: `sha-384:${digest('sha384')}` },
    }),
    ok('a hash with SHA-512', ['CLAIM-HASH-ALG', 'CLAIM-HASH-LENGTH'], {
      claims: { out_hash: `sha-512:${digest('sha512')}` },
    }),
    ...wrongHashes.map(([inp_hash, how, rule]) =>
      no('ECT_CLAIM_HASH', `inp_hash with ${how}`, [rule], { claims: { inp_hash } }),
    ),
    no('ECT_CLAIM_HASH', 'out_hash with SHA-1', ['CLAIM-HASH-ALG'], {
      claims: { out_hash: `sha-1:${digest('sha1')}` },
    }),
    no('ECT_CLAIM_TYPE', 'inp_hash null', ['CLAIM-HASH-FORMAT', 'ENV-NULL-TYPE'], { claims: { inp_hash: null } }),
    no('ECT_CLAIM_TYPE', 'out_hash an object', ['CLAIM-HASH-FORMAT'], {
      claims: { out_hash: { 'sha-256': digest('sha256') } },
    }),
    ok('exec_time_ms 0', ['CLAIM-EXEC-TIME'], { claims: { exec_time_ms: 0 }, flags: ['Boundary'] }),
    ok('exec_time_ms 2^53-1', ['CLAIM-EXEC-TIME', 'ENV-INTEGER-FORM'], {
      claims: { exec_time_ms: Number.MAX_SAFE_INTEGER },
      flags: ['Boundary', 'NumberForm'],
    }),
    ...['-1', '1.5', '1.0', '1e3', '9007199254740992'].map((form) =>
      no('ECT_CLAIM_INTEGER', `exec_time_ms ${form}`, ['CLAIM-EXEC-TIME', 'ENV-INTEGER-FORM'], {
        claims: { exec_time_ms: raw(form) },
        flags: ['NumberForm'],
      }),
    ),
    no('ECT_CLAIM_TYPE', 'exec_time_ms a string', ['CLAIM-EXEC-TIME'], { claims: { exec_time_ms: '1250' } }),
    ok('two witnesses', ['CLAIM-WITNESSED-BY'], { claims: { witnessed_by: [bob, 'the release board'] } }),
    no('ECT_CLAIM_TYPE', 'witnessed_by a string', ['CLAIM-WITNESSED-BY'], { claims: { witnessed_by: bob } }),
    no('ECT_CLAIM_TYPE', 'a number in witnessed_by', ['CLAIM-WITNESSED-BY'], { claims: { witnessed_by: [bob, 1] } }),
    no('ECT_CLAIM_TYPE', 'witnessed_by null', ['CLAIM-WITNESSED-BY', 'ENV-NULL-TYPE'], {
      claims: { witnessed_by: null },
    }),
    ok('compensation_required false without a reason', ['CLAIM-COMPENSATION-REQUIRED'], {
      claims: { compensation_required: false },
    }),
    ok('compensation_required with a reason', ['CLAIM-COMPENSATION-REASON'], {
      claims: { compensation_required: true, compensation_reason: 'the build was withdrawn' },
    }),
    no(
      'ECT_CLAIM_COMPENSATION',
      'compensation_required without a reason',
      ['CLAIM-COMPENSATION-REASON', 'VERIFY-ORDER-13-CONSISTENCY'],
      {
        claims: { compensation_required: true },
      },
    ),
    ...['"true"', '1', 'null', '[]'].map((form) =>
      no(
        'ECT_CLAIM_TYPE',
        `compensation_required ${form}`,
        ['CLAIM-COMPENSATION-REQUIRED', ...(form === 'null' ? ['ENV-NULL-TYPE'] : [])],
        {
          claims: { compensation_required: raw(form) },
        },
      ),
    ),
    ok('an empty ext', ['CLAIM-EXT-OBJECT'], { claims: { ext: {} } }),
    ok('ext with unknown members', ['CLAIM-EXT-UNKNOWN', 'CLAIM-EXT-NAMES'], {
      claims: {
        ext: { 'com.example.field': 1, 'org.example.team-1.my_field': [true], 'com.1example': {}, 'x.y': null },
      },
    }),
    ok('any name inside a member of ext', ['CLAIM-EXT-NAMES'], {
      claims: { ext: { 'com.example.field': { plain: 1, '': 2 } } },
      flags: ['Unusual'],
    }),
    ...['null', '[]', '"x"', '1'].map((form) =>
      no('ECT_CLAIM_TYPE', `ext ${form}`, ['CLAIM-EXT-OBJECT', ...(form === 'null' ? ['ENV-NULL-TYPE'] : [])], {
        claims: { ext: raw(form) },
      }),
    ),
    ...wrongExtNames.map((name) =>
      no('ECT_CLAIM_EXT', `ext with the member name ${JSON.stringify(name)}`, ['CLAIM-EXT-NAMES'], {
        claims: { ext: { [name]: 1 } },
      }),
    ),
    no('ECT_CLAIM_EXT', 'one wrong name among right ones', ['CLAIM-EXT-NAMES'], {
      claims: { ext: { 'com.example.a': 1, field: 2 } },
    }),
    ok('ext of exactly 4,096 bytes', ['CLAIM-EXT-SIZE'], { claims: { ext: sizedExt(4096) }, flags: ['Boundary'] }),
    no('ECT_CLAIM_EXT', 'ext of 4,097 bytes', ['CLAIM-EXT-SIZE'], {
      claims: { ext: sizedExt(4097) },
      flags: ['Boundary'],
    }),
    ok('ext of 4,096 bytes in fewer characters', ['CLAIM-EXT-SIZE'], {
      claims: { ext: sizedExt(4096, '仕') },
      flags: ['Boundary'],
    }),
    no('ECT_CLAIM_EXT', 'ext of 4,097 bytes in fewer characters', ['CLAIM-EXT-SIZE'], {
      claims: { ext: sizedExt(4097, '仕') },
      flags: ['Boundary'],
    }),
    ok('ext that is larger only by white space', ['CLAIM-EXT-SIZE'], {
      claims: { ext: raw(`{${' '.repeat(5000)}"com.example.x":1}`) },
      flags: ['Unusual'],
    }),
    ok('ext 5 levels deep, in objects', ['CLAIM-EXT-DEPTH'], {
      claims: { ext: { 'com.example.x': nested(4) } },
      flags: ['Boundary'],
    }),
    no('ECT_CLAIM_EXT', 'ext 6 levels deep, in objects', ['CLAIM-EXT-DEPTH'], {
      claims: { ext: { 'com.example.x': nested(5) } },
      flags: ['Boundary'],
    }),
    ok('ext 5 levels deep, in arrays', ['CLAIM-EXT-DEPTH'], {
      claims: { ext: { 'com.example.x': nestedArrays(4) } },
      flags: ['Boundary'],
    }),
    no('ECT_CLAIM_EXT', 'ext 6 levels deep, in arrays', ['CLAIM-EXT-DEPTH'], {
      claims: { ext: { 'com.example.x': nestedArrays(5) } },
      flags: ['Boundary'],
    }),
    ok('unknown claims of every type', ['CLAIM-UNKNOWN'], {
      claims: { nonce: 'n', 'urn:x': null, azp: [1.5], act: { sub: bob } },
      flags: ['Unusual'],
    }),
    ok('ext that is larger only by escapes', ['CLAIM-EXT-SIZE'], {
      claims: { ext: raw(`{"com.example.x":"${'\\u0061'.repeat(1000)}"}`) },
      flags: ['Unusual'],
    }),
  ],
}
