/** Steps 8 to 11: who issued the token, for whom, and when. */
import { alice, allCharactersOwner, bob, carol, ledger, longestDomainOwner, longestOwner, now } from '../cast.ts'
import { raw } from '../json-text.ts'
import type { Topic } from '../number-cases.ts'
import { no, ok } from './draft.ts'

const owned = (kid: string, iss: string) => ({ keys: 'status', header: { kid }, claims: { iss } })
const others = (count: number): string[] =>
  Array.from({ length: count }, (_, n) => `spiffe://example.com/agent/other-${n}`)

/** A wrong SPIFFE ID, what is wrong with it, and the rule. */
const wrongIds: readonly (readonly [string, string, string])[] = [
  ['', 'an empty iss', 'CLAIM-ISS-SPIFFE'],
  ['alice', 'an iss that is no URI', 'CLAIM-ISS-SPIFFE'],
  ['https://example.com/agent/alice', 'an iss of another scheme', 'CLAIM-ISS-SPIFFE'],
  ['SPIFFE://example.com/agent/alice', 'the scheme in upper case', 'CLAIM-ISS-SPIFFE'],
  ['spiffe:/example.com/agent/alice', 'one slash after the scheme', 'CLAIM-ISS-SPIFFE'],
  ['spiffe:///agent/alice', 'no trust domain', 'CLAIM-ISS-TRUST-DOMAIN'],
  ['spiffe://Example.com/agent/alice', 'an upper-case letter in the trust domain', 'CLAIM-ISS-TRUST-DOMAIN'],
  ['spiffe://exämple.com/agent/alice', 'a letter outside ASCII in the trust domain', 'CLAIM-ISS-TRUST-DOMAIN'],
  [`spiffe://${'a'.repeat(256)}/agent`, 'a trust domain of 256 bytes', 'CLAIM-ISS-TRUST-DOMAIN'],
  ['spiffe://example.com', 'no path', 'CLAIM-ISS-PATH'],
  ['spiffe://example.com/', 'a path that is only a slash', 'CLAIM-ISS-PATH'],
  ['spiffe://example.com/agent/alice/', 'a trailing slash', 'CLAIM-ISS-PATH'],
  ['spiffe://example.com/agent//alice', 'an empty segment', 'CLAIM-ISS-PATH'],
  ['spiffe://example.com/agent/./alice', 'a segment .', 'CLAIM-ISS-PATH'],
  ['spiffe://example.com/agent/bob/../alice', 'a segment ..', 'CLAIM-ISS-PATH'],
  ['spiffe://example.com/agent/ali ce', 'a space in the path', 'CLAIM-ISS-PATH'],
  ['spiffe://example.com/agent/alicé', 'a letter outside ASCII in the path', 'CLAIM-ISS-PATH'],
  ['spiffe://example.com/agent/alice~', 'a tilde in the path', 'CLAIM-ISS-PATH'],
  ['spiffe://example.com/agent/%61lice', 'percent-encoding', 'CLAIM-ISS-URI-PARTS'],
  ['spiffe://example.com:8443/agent/alice', 'a port', 'CLAIM-ISS-URI-PARTS'],
  ['spiffe://alice@example.com/agent/alice', 'user info', 'CLAIM-ISS-URI-PARTS'],
  ['spiffe://example.com/agent/alice?x=1', 'a query', 'CLAIM-ISS-URI-PARTS'],
  ['spiffe://example.com/agent/alice#x', 'a fragment', 'CLAIM-ISS-URI-PARTS'],
  [`${longestOwner}a`, 'a SPIFFE ID of 2,049 bytes', 'CLAIM-ISS-LENGTH'],
  ['spiffe://example.com/agent/alice\n', 'a line break at the end', 'CLAIM-ISS-PATH'],
]

/** Forms of an integer claim that are wrong, and the code for each. */
const wrongIntegers: readonly (readonly [string, string])[] = [
  [`${now + 60}.0`, 'ECT_CLAIM_INTEGER'],
  [`${now + 60}.5`, 'ECT_CLAIM_INTEGER'],
  ['1.7672256e9', 'ECT_CLAIM_INTEGER'],
  ['2e9', 'ECT_CLAIM_INTEGER'],
  ['-1', 'ECT_CLAIM_INTEGER'],
  ['9007199254740992', 'ECT_CLAIM_INTEGER'],
  ['9007199254740993', 'ECT_CLAIM_INTEGER'],
  ['1e300', 'ECT_CLAIM_INTEGER'],
  [`"${now + 60}"`, 'ECT_CLAIM_TYPE'],
  ['null', 'ECT_CLAIM_TYPE'],
  ['true', 'ECT_CLAIM_TYPE'],
  [`[${now + 60}]`, 'ECT_CLAIM_TYPE'],
  ['1e400', 'ECT_TOKEN_NUMBER'],
  ['-0', 'ECT_TOKEN_NUMBER'],
]

const integerRules: Readonly<Record<string, readonly string[]>> = {
  iat: ['CLAIM-IAT-INTEGER', 'ENV-INTEGER-FORM'],
  exp: ['CLAIM-EXP-INTEGER', 'ENV-INTEGER-FORM'],
  nbf: ['CLAIM-NBF', 'ENV-INTEGER-FORM'],
}
const nullRule = (form: string): readonly string[] => (form === 'null' ? ['ENV-NULL-TYPE'] : [])

export const partiesTopic: Topic<'verify'> = {
  first: 2301,
  drafts: [
    ok('the plain token', ['CLAIM-ISS-OWNER', 'CLAIM-ISS-SPIFFE', 'REVISION-DEFAULT', 'VERIFY-NOW-OPTION']),
    no(
      'ECT_PARTY_ISSUER',
      'mallory signs with her own key and names alice as issuer',
      ['CLAIM-ISS-OWNER', 'VERIFY-ORDER-08-ISSUER'],
      {
        key: 'mallory-key',
        claims: { iss: alice },
        flags: ['Attack'],
      },
    ),
    no('ECT_PARTY_ISSUER', 'an issuer whose path differs in case', ['CLAIM-ISS-BYTEWISE'], {
      claims: { iss: 'spiffe://example.com/agent/Alice' },
    }),
    no('ECT_PARTY_ISSUER', 'an issuer that begins like the owner', ['CLAIM-ISS-OWNER'], {
      claims: { iss: 'spiffe://example.com/agent/alice-2' },
    }),
    no('ECT_PARTY_ISSUER', 'an issuer that the owner begins like', ['CLAIM-ISS-OWNER'], {
      claims: { iss: 'spiffe://example.com/agent' },
    }),
    no('ECT_PARTY_ISSUER', 'the same path in another trust domain', ['CLAIM-ISS-OWNER'], {
      claims: { iss: 'spiffe://other.example/agent/alice' },
    }),
    no('ECT_CLAIM_MISSING', 'no iss', ['CLAIM-ISS-REQUIRED', 'VERIFY-CLAIM-AT-STEP'], { claims: { iss: undefined } }),
    no('ECT_CLAIM_TYPE', 'iss null', ['CLAIM-ISS-REQUIRED', 'ENV-NULL-TYPE'], { claims: { iss: null } }),
    no('ECT_CLAIM_TYPE', 'iss in an array', ['CLAIM-ISS-REQUIRED'], { claims: { iss: [alice] } }),
    ...wrongIds.map(([iss, comment, rule]) => no('ECT_CLAIM_SPIFFE_ID', comment, [rule], { claims: { iss } })),
    ok('a SPIFFE ID of exactly 2,048 bytes', ['CLAIM-ISS-LENGTH'], {
      ...owned('longest-owner', longestOwner),
      flags: ['Boundary'],
    }),
    ok('a trust domain of exactly 255 bytes', ['CLAIM-ISS-TRUST-DOMAIN'], {
      ...owned('longest-domain-owner', longestDomainOwner),
      flags: ['Boundary'],
    }),
    ok('every kind of character that a SPIFFE ID may have', ['CLAIM-ISS-PATH', 'CLAIM-ISS-TRUST-DOMAIN'], {
      ...owned('all-characters-owner', allCharactersOwner),
      flags: ['Unusual'],
    }),
    ok('iss written with escapes', ['CLAIM-ISS-BYTEWISE'], {
      claims: { iss: raw('"spiffe:\\/\\/example.com\\/agent\\/\\u0061lice"') },
      flags: ['Unusual'],
    }),
    ok('aud as a string', ['CLAIM-AUD-REQUIRED'], { claims: { aud: bob } }),
    ok('aud as an array of one', ['CLAIM-AUD-REQUIRED'], { claims: { aud: [bob] } }),
    ok('the verifier as the second entry of aud', ['VERIFY-AUDIENCE-ANY'], { claims: { aud: [ledger, bob] } }),
    ok('the verifier as the last of three entries of aud', ['VERIFY-AUDIENCE-ANY'], {
      claims: { aud: [carol, ledger, bob] },
    }),
    ok('an audience that is no SPIFFE ID beside the verifier', ['CLAIM-AUD-ENTRIES'], {
      claims: { aud: ['https://ledger.example', bob] },
      flags: ['Unusual'],
    }),
    ok('a verifier that is no SPIFFE ID', ['VERIFY-AUDIENCE-ANY'], {
      claims: { aud: 'https://ledger.example' },
      audience: 'https://ledger.example',
      flags: ['Unusual'],
    }),
    ok('64 entries of aud, the verifier last', ['CLAIM-AUD-LIMIT', 'VERIFY-AUDIENCE-ANY'], {
      claims: { aud: [...others(63), bob] },
      flags: ['Boundary'],
    }),
    no('ECT_CLAIM_AUDIENCE', '65 entries of aud, the verifier first', ['CLAIM-AUD-LIMIT'], {
      claims: { aud: [bob, ...others(64)] },
      flags: ['Boundary'],
    }),
    no('ECT_PARTY_AUDIENCE', 'a token for carol', ['VERIFY-ORDER-09-AUDIENCE', 'VERIFY-AUDIENCE-ANY'], {
      claims: { aud: carol },
    }),
    no('ECT_PARTY_AUDIENCE', 'a token for carol and the ledger', ['VERIFY-AUDIENCE-ANY'], {
      claims: { aud: [carol, ledger] },
    }),
    no('ECT_PARTY_AUDIENCE', 'an audience that differs in case', ['VERIFY-AUDIENCE-ANY'], {
      claims: { aud: 'spiffe://example.com/agent/Bob' },
    }),
    no('ECT_PARTY_AUDIENCE', 'an audience with a slash at the end', ['VERIFY-AUDIENCE-ANY'], {
      claims: { aud: `${bob}/` },
    }),
    no('ECT_PARTY_AUDIENCE', 'an audience that begins like the verifier', ['VERIFY-AUDIENCE-ANY'], {
      claims: { aud: `${bob}by` },
    }),
    no('ECT_PARTY_AUDIENCE', 'an audience that only contains the verifier', ['VERIFY-AUDIENCE-ANY'], {
      claims: { aud: `${carol} ${bob}` },
      flags: ['Attack'],
    }),
    no('ECT_CLAIM_MISSING', 'no aud', ['CLAIM-AUD-REQUIRED', 'VERIFY-CLAIM-AT-STEP'], { claims: { aud: undefined } }),
    no('ECT_CLAIM_TYPE', 'aud null', ['CLAIM-AUD-REQUIRED', 'ENV-NULL-TYPE'], { claims: { aud: null } }),
    no('ECT_CLAIM_TYPE', 'aud a number', ['CLAIM-AUD-REQUIRED'], { claims: { aud: 1 } }),
    no('ECT_CLAIM_TYPE', 'aud an object', ['CLAIM-AUD-REQUIRED'], { claims: { aud: { 0: bob } } }),
    no('ECT_CLAIM_TYPE', 'a number in aud', ['CLAIM-AUD-REQUIRED'], { claims: { aud: [bob, 1] } }),
    no('ECT_CLAIM_TYPE', 'null in aud', ['CLAIM-AUD-REQUIRED', 'ENV-NULL-TYPE'], { claims: { aud: [bob, null] } }),
    no('ECT_CLAIM_TYPE', 'an array in aud', ['CLAIM-AUD-REQUIRED'], { claims: { aud: [[bob]] } }),
    no('ECT_CLAIM_AUDIENCE', 'aud an empty array', ['CLAIM-AUD-ENTRIES'], { claims: { aud: [] } }),
    no('ECT_CLAIM_AUDIENCE', 'aud an empty string', ['CLAIM-AUD-ENTRIES'], { claims: { aud: '' } }),
    no('ECT_CLAIM_AUDIENCE', 'an empty entry beside the verifier', ['CLAIM-AUD-ENTRIES'], {
      claims: { aud: [bob, ''] },
    }),
  ],
}

export const timesTopic: Topic<'verify'> = {
  first: 2401,
  drafts: [
    ok('one second before exp', ['VERIFY-EXPIRY-BOUNDARY'], { now: now + 539, flags: ['Boundary'] }),
    no('ECT_TIME_EXPIRED', 'exactly at exp', ['VERIFY-EXPIRY-BOUNDARY', 'VERIFY-ORDER-10-EXPIRY'], {
      now: now + 540,
      flags: ['Boundary'],
    }),
    no('ECT_TIME_EXPIRED', 'one second after exp', ['VERIFY-EXPIRY-BOUNDARY', 'VERIFY-EXPIRY-LEEWAY'], {
      now: now + 541,
      flags: ['Boundary'],
    }),
    ok('the last second within the leeway', ['VERIFY-EXPIRY-LEEWAY'], {
      now: now + 599,
      options: { expiryLeeway: 60 },
      flags: ['Boundary'],
    }),
    no('ECT_TIME_EXPIRED', 'at the end of the leeway', ['VERIFY-EXPIRY-LEEWAY'], {
      now: now + 600,
      options: { expiryLeeway: 60 },
      flags: ['Boundary'],
    }),
    ok('iat exactly 900 seconds ago', ['VERIFY-AGE-BOUNDARY'], { claims: { iat: now - 900 }, flags: ['Boundary'] }),
    no('ECT_TIME_TOO_OLD', 'iat 901 seconds ago', ['VERIFY-AGE-BOUNDARY', 'VERIFY-ORDER-11-AGE'], {
      claims: { iat: now - 901 },
      flags: ['Boundary'],
    }),
    no('ECT_TIME_TOO_OLD', 'a token that is valid for a year, one day old', ['VERIFY-AGE-BOUNDARY'], {
      claims: { iat: now - 86_400, exp: now + 31_536_000 },
    }),
    ok('iat exactly 30 seconds ahead', ['VERIFY-FUTURE-BOUNDARY'], { claims: { iat: now + 30 }, flags: ['Boundary'] }),
    no('ECT_TIME_FUTURE', 'iat 31 seconds ahead', ['VERIFY-FUTURE-BOUNDARY', 'VERIFY-ORDER-11-AGE'], {
      claims: { iat: now + 31 },
      flags: ['Boundary'],
    }),
    no('ECT_TIME_FUTURE', 'iat in milliseconds', ['VERIFY-FUTURE-BOUNDARY'], {
      claims: { iat: (now - 60) * 1000, exp: (now + 540) * 1000 },
    }),
    ok('iat exactly at the edge of another maximum age', ['VERIFY-AGE-OPTIONS'], {
      options: { maxAge: 60 },
      flags: ['Boundary'],
    }),
    no('ECT_TIME_TOO_OLD', 'iat beyond another maximum age', ['VERIFY-AGE-OPTIONS'], {
      options: { maxAge: 59 },
      flags: ['Boundary'],
    }),
    ok('iat exactly at the edge of another clock skew', ['VERIFY-AGE-OPTIONS'], {
      claims: { iat: now + 5 },
      options: { clockSkew: 5 },
      flags: ['Boundary'],
    }),
    no('ECT_TIME_FUTURE', 'iat beyond another clock skew', ['VERIFY-AGE-OPTIONS'], {
      claims: { iat: now + 6 },
      options: { clockSkew: 5 },
      flags: ['Boundary'],
    }),
    ok('nbf exactly 30 seconds ahead', ['CLAIM-NBF'], { claims: { nbf: now + 30 }, flags: ['Boundary'] }),
    no('ECT_TIME_FUTURE', 'nbf 31 seconds ahead', ['CLAIM-NBF'], { claims: { nbf: now + 31 }, flags: ['Boundary'] }),
    ok('nbf long past', ['CLAIM-NBF'], { claims: { nbf: 0 }, flags: ['Unusual'] }),
    no('ECT_CLAIM_MISSING', 'no iat', ['CLAIM-IAT-REQUIRED', 'VERIFY-CLAIM-AT-STEP'], { claims: { iat: undefined } }),
    no('ECT_CLAIM_MISSING', 'no exp', ['CLAIM-EXP-REQUIRED', 'VERIFY-CLAIM-AT-STEP'], { claims: { exp: undefined } }),
    ok('exp at 2^53-1', ['CLAIM-EXP-INTEGER', 'ENV-INTEGER-FORM'], {
      claims: { exp: Number.MAX_SAFE_INTEGER },
      flags: ['Boundary', 'NumberForm'],
    }),
    ...['exp', 'iat', 'nbf'].flatMap((claim) =>
      wrongIntegers.map(([form, code]) =>
        no(code, `${claim} ${form}`, [...(integerRules[claim] ?? []), ...nullRule(form)], {
          claims: { [claim]: raw(form) },
          flags: ['NumberForm'],
        }),
      ),
    ),
    ok('iat 0, judged at that time', ['CLAIM-IAT-INTEGER', 'ENV-INTEGER-FORM', 'VERIFY-NOW-OPTION'], {
      claims: { iat: 0, exp: 600 },
      now: 0,
      flags: ['Boundary', 'Unusual'],
    }),
    no('ECT_TIME_EXPIRED', 'exp 0', ['CLAIM-EXP-INTEGER', 'VERIFY-EXPIRY-BOUNDARY'], {
      claims: { exp: 0 },
      flags: ['Boundary'],
    }),
    ok('exp one second after iat', ['CLAIM-EXP-AFTER-IAT'], {
      claims: { iat: now + 10, exp: now + 11 },
      flags: ['Boundary'],
    }),
    no('ECT_CLAIM_EXPIRY', 'exp equal to iat', ['CLAIM-EXP-AFTER-IAT'], {
      claims: { iat: now + 10, exp: now + 10 },
      flags: ['Boundary'],
    }),
    no('ECT_CLAIM_EXPIRY', 'exp before iat', ['CLAIM-EXP-AFTER-IAT'], { claims: { iat: now + 20, exp: now + 10 } }),
  ],
}
