/** Steps 1 to 14 for a token of a later revision: revisions listed together, signatures, times, order, replay. */
import { alice, bob, carol, jti, now, tid } from '../cast.ts'
import { type Members, raw } from '../json-text.ts'
import type { Draft, Topic } from '../number-cases.ts'
import { flipS, hasHighS } from '../sign.ts'
import { no as noOfFirst, ok as okOfFirst, type VerifyParts } from '../verify/draft.ts'
import { wit } from '../verify/workload-identity.ts'
import { ect00, ect01, type LaterRevision, otherRevision } from './revision.ts'
import { type VerifyDrafts, verifyDrafts } from './verify-draft.ts'

const first = 'execution-context-00'
const all = [first, 'ect-00', 'ect-01']
const iat = now - 60
const wrongBit = (right: Uint8Array): Uint8Array => Uint8Array.from([...right.subarray(0, 63), (right[63] ?? 0) ^ 1])
const highS = (right: Uint8Array): Uint8Array => (hasHighS(right) ? right : flipS(right))

export function listedTopic(revision: LaterRevision): Topic<'verify'> {
  const { ok, no } = verifyDrafts(revision)
  const other = otherRevision(revision)
  const among = { options: { revisions: all } }
  const without = { options: { revisions: all.filter((name) => name !== revision.name) } }
  const rejected = { [revision.extension]: { pol_decision: 'rejected' } }
  return {
    first: revision.numbers + 2801,
    drafts: [
      ok('one of three revisions that are listed', ['REVISION-CALLER'], { ...among, claims: rejected }),
      no('ECT_TOKEN_REVISION', 'the two other revisions are listed', ['REVISION-CALLER'], {
        ...without,
        header: { typ: ect00.typ },
      }),
      no(
        revision === ect01 ? 'ECT_HEADER_TYP' : 'ECT_TOKEN_REVISION',
        'only the default revision is listed',
        ['REVISION-DEFAULT', 'REVISION-CALLER'],
        { options: { revisions: [first] } },
      ),
      noOfFirst('ECT_TOKEN_REVISION', 'a token of execution-context-00', ['REVISION-CALLER', 'REVISION-TASK-ID'], {}),
      okOfFirst('a token of execution-context-00 among all three', ['REVISION-CALLER'], among),
      noOfFirst('ECT_CLAIM_HASH', 'a token of execution-context-00 with a hash of a later one', ['REVISION-HASHES'], {
        ...among,
        claims: { inp_hash: 'n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg' },
      }),
      noOfFirst('ECT_CLAIM_SUBJECT', 'a token of execution-context-00 whose sub is another', ['REVISION-SUB'], {
        ...among,
        claims: { sub: bob },
      }),
      noOfFirst('ECT_CLAIM_EXT', 'a token of execution-context-00 with an ext of another', ['REVISION-EXT'], {
        ...among,
        claims: { ext: { pol_decision: 'approved' } },
      }),
      noOfFirst('ECT_CLAIM_SPIFFE_ID', 'a token of execution-context-00 with a URI as issuer', ['REVISION-ISS'], {
        ...among,
        keys: 'issuers',
        header: { kid: 'https' },
        claims: { iss: 'https://example.com/agents/alice' },
      }),
      verifyDrafts(other).ok(`a token of ${other.name} among all three`, ['REVISION-CALLER'], among),
      verifyDrafts(other).no(
        other === ect01 ? 'ECT_HEADER_TYP' : 'ECT_TOKEN_REVISION',
        `a token of ${other.name}`,
        ['REVISION-CALLER', 'REVISION-TYP'],
        {},
      ),
      ...(revision === ect01 ? olderTyp({ ok, no }) : []),
    ],
  }
}

function olderTyp({ ok, no }: VerifyDrafts): Draft<'verify'>[] {
  const header = { typ: ect00.typ }
  const rules = ['REVISION-TYP', 'VERIFY-REVISION-PRED']
  return [
    ok('typ of the older revisions', rules, { header }),
    ok('typ of the older revisions, and all three listed', rules, { header, options: { revisions: all } }),
    ok('a tid is ignored where pred tells the revision', [...rules, 'REVISION-TASK-ID'], {
      header,
      claims: { tid: 7 },
      options: { revisions: all },
      flags: ['Unusual'],
    }),
    no('ECT_CLAIM_TYPE', 'typ of the older revisions, pred null', [...rules, 'ENV-NULL-TYPE'], {
      header,
      claims: { pred: null },
      options: { revisions: all },
    }),
    no('ECT_CLAIM_MISSING', 'all claims of execution-context-00 under exec+jwt', ['VERIFY-REVISION-TYP'], {
      claims: { tid: tid(1), jti: jti(1), pred: undefined, par: [], pol: 'p', pol_decision: 'approved' },
      options: { revisions: all },
      flags: ['Attack'],
    }),
  ]
}

export function envelopesTopic(revision: LaterRevision): Topic<'verify'> {
  const { ok, no } = verifyDrafts(revision)
  const forged = { signature: wrongBit, flags: ['NotGenuine', 'Attack'] }
  const flags = ['Unusual']
  const spaced = { note: raw('1 ,\r\n\t"more" :\t[ ]') }
  return {
    first: revision.numbers + 2901,
    drafts: [
      ok('a signature with a high s', ['ENV-SIG-HIGH-S'], { signature: highS, flags }),
      ok('white space between the members', ['ENV-JSON-OBJECT'], { claims: spaced, header: spaced, flags }),
      ok('an escaped claim name', ['ENV-JSON-OBJECT'], {
        claims: { jti: undefined, note: raw(`1,"jt\\u0069":"${tid(1)}"`) },
        flags,
      }),
      ok('an escaped name of the parents', ['ENV-JSON-OBJECT', 'REVISION-PARENTS'], {
        claims: {
          [revision.parents]: undefined,
          note: raw(`1,"${revision.parents.replace('p', '\\u0070')}":["${tid(2)}"]`),
        },
        flags,
      }),
      ok('a key of ES384 that is allowed', ['ENV-ALG-OPTIONAL'], {
        key: 'alice-es384',
        options: { algorithms: ['ES256', 'ES384'] },
      }),
      no('ECT_HEADER_ALG', 'a key of ES384 that is not allowed', ['ENV-ALG-ALLOWLIST'], { key: 'alice-es384' }),
      no('ECT_HEADER_ALG', 'alg none', ['ENV-ALG-NONE'], {
        header: { alg: 'none' },
        flags: ['Attack'],
        signedBy: 'alice-key',
      }),
      no('ECT_SIGNATURE_INVALID', 'one bit of the signature flipped', ['VERIFY-SIGNATURE'], forged),
      no('ECT_SIGNATURE_INVALID', "mallory's signature under alice's kid", ['VERIFY-SIGNATURE'], {
        key: 'mallory-key',
        header: { kid: 'alice-key' },
        flags: ['NotGenuine', 'KeyConfusion'],
      }),
      no('ECT_PARTY_ISSUER', "alice's name under mallory's key", ['CLAIM-ISS-OWNER'], {
        key: 'mallory-key',
        flags: ['Attack'],
      }),
      no('ECT_KEY_UNKNOWN', 'a kid that nobody has', ['VERIFY-KEY-RESOLVES'], {
        header: { kid: 'nobody' },
        signedBy: 'alice-key',
      }),
      no('ECT_KEY_REVOKED', 'a revoked key', ['VERIFY-KEY-REVOKED'], { keys: 'status', header: { kid: 'revoked' } }),
      ok('a key from a Workload Identity Token', ['WIT-KID', 'REVISION-ISS'], {
        wits: [wit()],
        trustDomains: { 'example.com': 'trust-domain' },
      }),
      no(
        'ECT_PARTY_ISSUER',
        "a URI in the place of the Workload Identity Token's sub",
        ['REVISION-ISS', 'CLAIM-ISS-OWNER'],
        {
          wits: [wit()],
          trustDomains: { 'example.com': 'trust-domain' },
          claims: { iss: 'https://example.com/agents/alice' },
        },
      ),
    ],
  }
}

export function timesTopic(revision: LaterRevision): Topic<'verify'> {
  const { ok, no } = verifyDrafts(revision)
  const flags = ['Boundary']
  return {
    first: revision.numbers + 3001,
    drafts: [
      ok('one second before exp', ['VERIFY-EXPIRY-BOUNDARY'], { now: now + 539, flags }),
      no('ECT_TIME_EXPIRED', 'at exp', ['VERIFY-EXPIRY-BOUNDARY'], { now: now + 540, flags }),
      ok('iat 900 seconds ago', ['VERIFY-AGE-BOUNDARY'], { claims: { iat: now - 900 }, flags }),
      no('ECT_TIME_TOO_OLD', 'iat 901 seconds ago', ['VERIFY-AGE-BOUNDARY'], { claims: { iat: now - 901 }, flags }),
      ok('iat 30 seconds ahead', ['VERIFY-FUTURE-BOUNDARY'], { claims: { iat: now + 30 }, flags }),
      no('ECT_TIME_FUTURE', 'iat 31 seconds ahead', ['VERIFY-FUTURE-BOUNDARY'], { claims: { iat: now + 31 }, flags }),
      ok('nbf 30 seconds ahead', ['CLAIM-NBF'], { claims: { nbf: now + 30 }, flags }),
      no('ECT_TIME_FUTURE', 'nbf 31 seconds ahead', ['CLAIM-NBF'], { claims: { nbf: now + 31 }, flags }),
      no('ECT_CLAIM_INTEGER', 'iat with a fraction of nothing', ['ENV-INTEGER-FORM', 'CLAIM-IAT-INTEGER'], {
        claims: { iat: raw(`${iat}.0`) },
        flags: ['NumberForm'],
      }),
      no('ECT_CLAIM_INTEGER', 'exp with an exponent', ['ENV-INTEGER-FORM', 'CLAIM-EXP-INTEGER'], {
        claims: { exp: raw('2e9') },
        flags: ['NumberForm'],
      }),
      no('ECT_CLAIM_EXPIRY', 'exp equal to iat', ['CLAIM-EXP-AFTER-IAT'], {
        claims: { iat: now + 20, exp: now + 20 },
        flags,
      }),
    ],
  }
}

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
