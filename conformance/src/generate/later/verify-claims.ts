/** Hashes, the action, the audience; and the claims of execution-context-00 that mean nothing any more. */
import { type BinaryToTextEncoding, createHash } from 'node:crypto'
import { bob, carol, ledger, now, tid } from '../cast.ts'
import type { Members } from '../json-text.ts'
import type { Draft, Topic } from '../number-cases.ts'
import { ect00, type LaterRevision } from './revision.ts'
import { type VerifyDrafts, verifyDrafts } from './verify-draft.ts'

const digest = (algorithm: string, form: BinaryToTextEncoding = 'base64url'): string =>
  createHash(algorithm).update('test').digest(form)
const sha256 = digest('sha256')

const wrongHashes: readonly (readonly [hash: string, how: string, rule: string])[] = [
  ['', 'empty', 'CLAIM-HASH-LENGTH'],
  [`sha-256:${sha256}`, 'with the prefix of execution-context-00', 'CLAIM-HASH-FORMAT'],
  [`SHA-256:${sha256}`, 'with a prefix in upper case', 'CLAIM-HASH-FORMAT'],
  [`:${sha256}`, 'with an empty prefix', 'CLAIM-HASH-FORMAT'],
  [digest('sha1'), 'a SHA-1 digest', 'CLAIM-HASH-LENGTH'],
  [digest('sha384'), 'a SHA-384 digest', 'CLAIM-HASH-LENGTH'],
  [digest('sha512'), 'a SHA-512 digest', 'CLAIM-HASH-LENGTH'],
  [digest('sha256', 'hex'), 'in hexadecimal', 'CLAIM-HASH-LENGTH'],
  [digest('sha256', 'base64'), 'in base64 with padding', 'CLAIM-HASH-FORMAT'],
  [`${sha256}=`, 'with padding', 'CLAIM-HASH-FORMAT'],
  [`${sha256.slice(0, -1)}h`, 'with unused bits set', 'CLAIM-HASH-FORMAT'],
  [sha256.slice(0, -1), 'one character short', 'CLAIM-HASH-LENGTH'],
  [sha256.replace(/[-_]/, '+'), 'with a letter of the other base64', 'CLAIM-HASH-FORMAT'],
  [`${sha256}\n`, 'with a line break at the end', 'CLAIM-HASH-FORMAT'],
  [` ${sha256}`, 'with a space before it', 'CLAIM-HASH-FORMAT'],
]

export function hashesTopic(revision: LaterRevision): Topic<'verify'> {
  const { ok, no } = verifyDrafts(revision)
  return {
    first: revision.numbers + 2301,
    drafts: [
      ok('both hashes', ['REVISION-HASHES'], { claims: { inp_hash: sha256, out_hash: digest('sha256') } }),
      ...wrongHashes.map(([hash, how, rule], at) => {
        const name = at % 2 === 0 ? 'inp_hash' : 'out_hash'
        return no('ECT_CLAIM_HASH', `${name} ${how}`, ['REVISION-HASHES', rule], { claims: { [name]: hash } })
      }),
      no('ECT_CLAIM_HASH', 'out_hash with the prefix of execution-context-00', ['REVISION-HASHES'], {
        claims: { inp_hash: sha256, out_hash: `sha-256:${sha256}` },
      }),
      ...['inp_hash', 'out_hash'].flatMap((name) =>
        [null, 7, [sha256], { 'sha-256': sha256 }].map((value) =>
          no('ECT_CLAIM_TYPE', `${name} ${value === null ? 'null' : typeof value}`, ['REVISION-HASHES'], {
            claims: { [name]: value },
          }),
        ),
      ),
    ],
  }
}

export function ignoredTopic(revision: LaterRevision): Topic<'verify'> {
  const { ok } = verifyDrafts(revision)
  const rules = ['REVISION-METADATA', 'CLAIM-UNKNOWN']
  const metadata: readonly (readonly [string, unknown])[] = [
    ['inp_classification', ''],
    ['exec_time_ms', -1.5],
    ['regulated_domain', null],
    ['model_version', { major: 4 }],
    ['witnessed_by', 'carol'],
    ['compensation_required', 'yes'],
    ['compensation_reason', 0],
  ]
  const policyAtTop: readonly (readonly [string, unknown])[] = [
    ['pol', ''],
    ['pol_decision', 'perhaps'],
    ['pol_enforcer', null],
    ['pol_timestamp', now + 86_400],
  ]
  const ignored = (comment: string, why: readonly string[], claims: Members): Draft<'verify'> =>
    ok(comment, [...why, 'CLAIM-UNKNOWN'], { claims, flags: ['Unusual'] })
  const foreign = revision === ect00 ? 'ect_ext' : 'ext'
  return {
    first: revision.numbers + 2401,
    drafts: [
      ...[carol, '', null, 5].map((sub) => ignored(`sub ${JSON.stringify(sub)}`, ['REVISION-SUB'], { sub })),
      ...metadata.map(([name, value]) => ignored(`${name} of a wrong kind`, rules.slice(0, 1), { [name]: value })),
      ignored('compensation_required without a reason', ['REVISION-METADATA'], { compensation_required: true }),
      ...policyAtTop.map(([name, value]) =>
        ignored(`${name} at the top level`, ['REVISION-POLICY'], { [name]: value }),
      ),
      ignored('a rejection at the top level is no decision', ['REVISION-POLICY'], {
        pol: 'spec_review_policy_v2',
        pol_decision: 'rejected',
      }),
      ok('an approval in the extensions, a rejection at the top level', ['REVISION-POLICY'], {
        claims: { [revision.extension]: { pol_decision: 'approved' }, pol_decision: 'rejected' },
      }),
      ...['none', { pol_decision: 'perhaps' }, { 'com.example.x': 'a'.repeat(5000) }].map((value, at) =>
        ignored(
          `${foreign}, the extension object of another revision, ${['a string', 'malformed', 'too large'][at]}`,
          ['REVISION-EXT'],
          { [foreign]: value },
        ),
      ),
      ...(revision === ect00 ? [] : [ignored('tid, whatever it holds', ['REVISION-TASK-ID'], { tid: 7 })]),
      ignored('claims that nobody knows', [], { level: 3, act: { sub: carol }, [`x-${tid(1)}`]: [null] }),
    ],
  }
}

export function actionTopic(revision: LaterRevision): Topic<'verify'> {
  const drafts = verifyDrafts(revision)
  const { ok, no } = drafts
  return {
    first: revision.numbers + 2501,
    drafts: [
      ok('exec_act outside ASCII', ['CLAIM-EXEC-ACT-REQUIRED'], {
        claims: { exec_act: 'Prüfung: 仕様 🧪' },
        flags: ['Unusual'],
      }),
      ok('exec_act of 256 bytes in 128 characters', ['CLAIM-EXEC-ACT-LENGTH'], {
        claims: { exec_act: 'ü'.repeat(128) },
        flags: ['Boundary'],
      }),
      no('ECT_CLAIM_STRING', 'exec_act of 258 bytes in 129 characters', ['CLAIM-EXEC-ACT-LENGTH'], {
        claims: { exec_act: 'ü'.repeat(129) },
        flags: ['Boundary'],
      }),
      no('ECT_CLAIM_STRING', 'exec_act empty', ['CLAIM-EXEC-ACT-LENGTH'], { claims: { exec_act: '' } }),
      no('ECT_CLAIM_STRING', 'exec_act with an escape character', ['CLAIM-EXEC-ACT-CONTROL'], {
        claims: { exec_act: 'review\u001b[2J' },
        flags: ['Attack'],
      }),
      ...audiences(drafts),
    ],
  }
}

function audiences({ ok, no }: VerifyDrafts): Draft<'verify'>[] {
  return [
    ok('aud a string', ['CLAIM-AUD-REQUIRED', 'VERIFY-AUDIENCE-ANY'], { claims: { aud: bob } }),
    ok('aud an array whose last entry is bob', ['VERIFY-AUDIENCE-ANY'], { claims: { aud: [carol, ledger, bob] } }),
    no('ECT_PARTY_AUDIENCE', 'aud for somebody else', ['VERIFY-ORDER-09-AUDIENCE'], { claims: { aud: carol } }),
    no('ECT_PARTY_AUDIENCE', 'aud that begins with bob', ['VERIFY-AUDIENCE-ANY'], {
      claims: { aud: `${bob}/2` },
      flags: ['Attack'],
    }),
    no('ECT_CLAIM_AUDIENCE', 'aud empty', ['CLAIM-AUD-ENTRIES'], { claims: { aud: [] } }),
    no('ECT_CLAIM_AUDIENCE', 'an empty entry beside bob', ['CLAIM-AUD-ENTRIES'], { claims: { aud: [bob, ''] } }),
    no('ECT_CLAIM_AUDIENCE', '65 audiences', ['CLAIM-AUD-LIMIT'], {
      claims: { aud: [bob, ...Array.from({ length: 64 }, (_, n) => `urn:example:${n}`)] },
      flags: ['Boundary'],
    }),
  ]
}
