/** The extension object: its names and limits, and the policy keys in it. */
import { now } from '../cast.ts'
import { type Members, objectText, raw } from '../json-text.ts'
import type { Draft, Topic } from '../number-cases.ts'
import type { VerifyParts } from '../verify/draft.ts'
import { ect01, type LaterRevision } from './revision.ts'
import { type VerifyDrafts, verifyDrafts } from './verify-draft.ts'

const iat = now - 60
const nested = (levels: number): Members => (levels === 1 ? {} : { a: nested(levels - 1) })
const nestedArray = (levels: number): unknown => (levels === 1 ? [] : [nestedArray(levels - 1)])

/** An extension object of exactly so many bytes when written without white space. */
function sized(bytes: number, filling = 'a', members: Members = {}): Members {
  const spare = bytes - Buffer.byteLength(JSON.stringify({ ...members, x: '' }))
  const width = Buffer.byteLength(filling)
  return { ...members, x: filling.repeat(Math.floor(spare / width)) + 'b'.repeat(spare % width) }
}

export function extensionsTopic(revision: LaterRevision): Topic<'verify'> {
  const { extension } = revision
  const drafts = verifyDrafts(revision)
  const holding = (value: unknown, flags: readonly string[] = []): VerifyParts => ({
    claims: { [extension]: value },
    flags,
  })
  const { ok, no } = drafts
  return {
    first: revision.numbers + 2601,
    drafts: [
      ...[null, [], ['com.example.x'], 'x', 7, true].map((value) =>
        no(
          'ECT_CLAIM_TYPE',
          `${extension} ${JSON.stringify(value)}`,
          ['REVISION-EXT', 'CLAIM-EXT-OBJECT'],
          holding(value),
        ),
      ),
      ok(`an empty ${extension}`, ['CLAIM-EXT-OBJECT'], holding({}, ['Unusual'])),
      ok(`${extension} with a reverse-domain name`, ['REVISION-EXT'], holding({ 'com.example.trace': 'abc' })),
      ...['trace', '', 'com.example.', '-', 'http://example.com/x', 'größe'].map((name) =>
        ok(
          `the name ${JSON.stringify(name)}: names are only recommended`,
          ['REVISION-EXT', 'CLAIM-EXT-UNKNOWN'],
          holding({ [name]: 1 }, ['Unusual']),
        ),
      ),
      ...limits(revision, drafts, holding),
    ],
  }
}

type Holding = (value: unknown, flags?: readonly string[]) => VerifyParts

function limits(revision: LaterRevision, { ok, no }: VerifyDrafts, holding: Holding): Draft<'verify'>[] {
  const { extension } = revision
  const size = ['REVISION-EXT', 'CLAIM-EXT-SIZE']
  const depth = ['REVISION-EXT', 'CLAIM-EXT-DEPTH']
  // ect-01 has limits, ect-00 only recommends them.
  const beyond = (comment: string, rules: readonly string[], value: unknown): Draft<'verify'> =>
    revision === ect01
      ? no('ECT_CLAIM_EXT', comment, rules, holding(value, ['Boundary']))
      : ok(`${comment}: limits are only recommended`, rules, holding(value, ['Unusual']))
  const within = (comment: string, rules: readonly string[], value: unknown): Draft<'verify'> =>
    ok(comment, rules, holding(value, ['Boundary']))
  const spaced = ` {  "x" : "${'a'.repeat(4000)}"${' '.repeat(200)} } `
  const escaped = `{"x":"${'\\u0061'.repeat(1000)}"}`
  return [
    within(`${extension} of 4,096 bytes`, size, sized(4096)),
    beyond(`${extension} of 4,097 bytes`, size, sized(4097)),
    within(`${extension} of 4,096 bytes in characters of two bytes`, size, sized(4096, 'é')),
    beyond(`${extension} of 4,097 bytes in fewer than 4,096 characters`, size, sized(4097, 'é')),
    beyond(`${extension} of 4,097 bytes, the policy among them`, size, sized(4097, 'a', { pol_decision: 'approved' })),
    within(`${extension} of 4,096 bytes, the policy among them`, size, sized(4096, 'a', { pol_decision: 'rejected' })),
    ok(`${extension} of fewer bytes and much white space`, size, holding(raw(spaced), ['Unusual'])),
    ok(`${extension} of fewer bytes in escaped letters`, size, holding(raw(escaped), ['Unusual'])),
    within(`${extension} 5 levels deep`, depth, nested(5)),
    beyond(`${extension} 6 levels deep`, depth, nested(6)),
    within(`${extension} 5 levels deep in arrays`, depth, { a: nestedArray(4) }),
    beyond(`${extension} 6 levels deep in arrays`, depth, { a: nestedArray(5) }),
    beyond(`${extension} 6 levels deep in its last member`, depth, { a: 1, pol_decision: 'approved', b: nested(5) }),
  ]
}

export function policyKeysTopic(revision: LaterRevision): Topic<'verify'> {
  const { extension } = revision
  const { ok, no } = verifyDrafts(revision)
  const rules = ['REVISION-POLICY']
  const accepted = (comment: string, members: Members, more: readonly string[] = []): Draft<'verify'> =>
    ok(comment, [...rules, ...more], { claims: { [extension]: raw(objectText(members)) } })
  const refused = (code: string, comment: string, members: Members, more: readonly string[] = []): Draft<'verify'> =>
    no(code, comment, [...rules, ...more], { claims: { [extension]: raw(objectText(members)) } })
  return {
    first: revision.numbers + 2701,
    drafts: [
      accepted('every policy key', {
        pol: 'spec_review_policy_v2',
        pol_decision: 'approved',
        pol_enforcer: 'the review board',
        pol_timestamp: iat - 1,
        'com.example.trace': 'abc',
      }),
      ...['approved', 'rejected', 'pending_human_review'].map((pol_decision) =>
        accepted(`${pol_decision} alone`, { pol_decision }, ['CLAIM-POL-DECISION-VALUES']),
      ),
      accepted('a policy and no decision', { pol: 'spec_review_policy_v2' }),
      ...decisions(refused),
      ...texts(refused),
      ...times(accepted, refused),
      ...lookalikes(revision, accepted),
      ok('an escaped pol_decision is one', rules, {
        claims: { [extension]: raw('{"pol\\u005fdecision":"rejected"}') },
        flags: ['Unusual'],
      }),
      no('ECT_CLAIM_DECISION', 'an escaped pol_decision that is misspelt', rules, {
        claims: { [extension]: raw('{"pol\\u005fdecision":"reject"}') },
        flags: ['Attack'],
      }),
    ],
  }
}

type Refused = (code: string, comment: string, members: Members, more?: readonly string[]) => Draft<'verify'>
type Accepted = (comment: string, members: Members, more?: readonly string[]) => Draft<'verify'>

/** A misspelt decision must not pass for none: children of a rejected task would be let through. */
function decisions(refused: Refused): Draft<'verify'>[] {
  const values = ['', 'Rejected', 'reject', 'rejected ', 'denied', 'pending', 'pending-human-review', 'toString']
  const kinds = [null, false, 0, ['rejected'], { rejected: true }]
  return [
    ...values.map((pol_decision) =>
      refused('ECT_CLAIM_DECISION', `pol_decision ${JSON.stringify(pol_decision)}`, { pol_decision }, [
        'CLAIM-POL-DECISION-VALUES',
      ]),
    ),
    ...kinds.map((pol_decision) =>
      refused('ECT_CLAIM_TYPE', `pol_decision ${JSON.stringify(pol_decision)}`, { pol_decision }),
    ),
  ]
}

function texts(refused: Refused): Draft<'verify'>[] {
  return ['pol', 'pol_enforcer'].flatMap((name) => [
    refused('ECT_CLAIM_STRING', `${name} empty`, { [name]: '' }, ['CLAIM-TEXT-NON-EMPTY']),
    refused('ECT_CLAIM_TYPE', `${name} null`, { [name]: null }, ['ENV-NULL-TYPE']),
    refused('ECT_CLAIM_TYPE', `${name} in an array`, { [name]: ['x'] }),
  ])
}

function times(accepted: Accepted, refused: Refused): Draft<'verify'>[] {
  const forms: readonly (readonly [string, unknown])[] = [
    ['1.0', raw('1.0')],
    ['1e9', raw('1e9')],
    ['0.5', 0.5],
    ['-1', -1],
    ['2^53', raw('9007199254740992')],
  ]
  const time = ['CLAIM-POL-TIMESTAMP']
  const at = (value: unknown): Members => ({ pol_timestamp: value })
  return [
    accepted('pol_timestamp equal to iat', at(iat), time),
    accepted('pol_timestamp 0', at(0), time),
    refused('ECT_CLAIM_POLICY_TIME', 'pol_timestamp one second after iat', at(iat + 1), time),
    refused('ECT_CLAIM_POLICY_TIME', 'pol_timestamp 2^53-1', at(Number.MAX_SAFE_INTEGER), time),
    ...forms.map(([form, value]) =>
      refused('ECT_CLAIM_INTEGER', `pol_timestamp ${form}`, at(value), ['ENV-INTEGER-FORM']),
    ),
    ...[String(iat), null, [iat], true].map((value) =>
      refused('ECT_CLAIM_TYPE', `pol_timestamp ${JSON.stringify(value)}`, at(value), time),
    ),
  ]
}

/** What looks like a policy key and is none. */
function lookalikes(revision: LaterRevision, accepted: Accepted): Draft<'verify'>[] {
  const unknown = ['CLAIM-EXT-UNKNOWN']
  return [
    accepted('a policy key in another case', { Pol_Decision: 'perhaps', POL: 7 }, unknown),
    accepted('a policy key inside another member', { 'com.example.x': { pol_decision: 'perhaps' } }, unknown),
    accepted('a policy key with a domain before it', { 'com.example.pol_decision': 'perhaps' }, unknown),
    accepted('an extension object inside the extension object', {
      [revision.extension]: { pol_decision: 'rejected' },
    }),
    accepted('compensation claims in the extensions', { compensation_required: 'yes', compensation_reason: 1 }, [
      'REVISION-METADATA',
    ]),
  ]
}
