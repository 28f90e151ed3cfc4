/** Steps 1 to 11 for a token of a later revision: revisions listed together, signatures, times. */
import { bob, jti, now, tid } from '../cast.ts'
import { raw } from '../json-text.ts'
import type { Draft, Topic } from '../number-cases.ts'
import { flipS, hasHighS } from '../sign.ts'
import { no as noOfFirst, ok as okOfFirst } from '../verify/draft.ts'
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
      verifyDrafts(other).ok(`a token of ${other.name} among all three`, ['REVISION-CALLER'], among),
      verifyDrafts(other).no(
        other === ect01 ? 'ECT_HEADER_TYP' : 'ECT_TOKEN_REVISION',
        `a token of ${other.name}`,
        ['REVISION-CALLER', 'REVISION-TYP'],
        {},
      ),
      ...(revision === ect01 ? olderTyp({ ok, no }) : stricterRules()),
    ],
  }
}

/** What only execution-context-00 refuses is refused in its tokens also where the others are listed. */
function stricterRules(): Draft<'verify'>[] {
  return [
    noOfFirst('ECT_CLAIM_HASH', 'a token of execution-context-00 with a hash of a later one', ['REVISION-HASHES'], {
      options: { revisions: all },
      claims: { inp_hash: 'n4bQgYhMfWWaL-qgxVrQFaO_TxsrC4Is0V1sFbDwCgg' },
    }),
    noOfFirst('ECT_CLAIM_SUBJECT', 'a token of execution-context-00 whose sub is another', ['REVISION-SUB'], {
      options: { revisions: all },
      claims: { sub: bob },
    }),
    noOfFirst('ECT_CLAIM_EXT', 'a token of execution-context-00 with an ext of another', ['REVISION-EXT'], {
      options: { revisions: all },
      claims: { ext: { pol_decision: 'approved' } },
    }),
    noOfFirst('ECT_CLAIM_SPIFFE_ID', 'a token of execution-context-00 with a URI as issuer', ['REVISION-ISS'], {
      options: { revisions: all },
      keys: 'issuers',
      header: { kid: 'https' },
      claims: { iss: 'https://example.com/agents/alice' },
    }),
  ]
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
