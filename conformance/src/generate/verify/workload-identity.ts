/** Keys from Workload Identity Tokens (WITs) instead of a key set. */
import { createHash, createHmac } from 'node:crypto'
import { CompactSign, importJWK } from 'jose'
import { alice, bob, carol, type KeyName, key, mallory, now } from '../cast.ts'
import { base64url, ect, plainClaims, type TokenParts } from '../compact.ts'
import { type Members, objectText } from '../json-text.ts'
import type { Topic } from '../number-cases.ts'
import { no, ok, type VerifyParts } from './draft.ts'

const exampleDomain = { 'example.com': 'trust-domain' } as const
const agentKey = (name: KeyName, members: Members = {}): Members => ({
  ...key(name).publicJwk,
  alg: 'ES256',
  kid: name,
  ...members,
})

/** The claims of alice's WIT with these changes. */
const witClaims = (changes: Members = {}): Members => ({
  iss: 'spiffe://example.com/system/issuer',
  sub: alice,
  iat: now - 3600,
  exp: now + 3600,
  jti: 'wit-1',
  cnf: { jwk: agentKey('alice-key') },
  ...changes,
})

/** A WIT, signed by the trust domain of example.com unless `parts` says otherwise. */
export function wit(changes: Members = {}, parts: TokenParts = {}): string {
  return ect({
    key: 'trust-domain-key',
    payloadText: objectText(witClaims(changes)),
    ...parts,
    header: { typ: 'wit+jwt', ...parts.header },
  })
}

/** RFC 7638. */
function thumbprint(name: KeyName): string {
  const { crv, kty, x, y } = key(name).publicJwk
  return createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url')
}

function symmetricWit(): string {
  const header = { alg: 'HS256', typ: 'wit+jwt', kid: 'trust-domain-key' }
  const input = `${base64url(objectText(header))}.${base64url(objectText(witClaims()))}`
  const secret = JSON.stringify(key('trust-domain-key').publicJwk)
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
}

/** A WIT made by jose, so that not only our own code writes them. Ed25519 signatures come out the same every time. */
async function witByJose(): Promise<string> {
  const signer = await importJWK({ ...key('trust-domain-eddsa').privateJwk }, 'EdDSA')
  return new CompactSign(Buffer.from(objectText(witClaims())))
    .setProtectedHeader({ alg: 'EdDSA', typ: 'wit+jwt', kid: 'trust-domain-eddsa' })
    .sign(signer)
}

const from = (...wits: string[]): VerifyParts => ({ wits, trustDomains: exampleDomain })
const forged = { flags: ['NotGenuine'] }
const lastBit = (right: Uint8Array): Uint8Array => Uint8Array.from([...right.subarray(0, 63), (right[63] ?? 0) ^ 1])

export const workloadIdentityTopic: Topic<'verify'> = {
  first: 3101,
  drafts: [
    ok(
      "alice's key from her WIT",
      ['WIT-KID', 'WIT-TYP', 'WIT-SIGNATURE', 'WIT-NO-AUD', 'CLAIM-ISS-OWNER'],
      from(wit()),
    ),
    ok('a WIT signed with EdDSA', ['WIT-ALG'], from(await witByJose())),
    ok('the right one of two WITs', ['WIT-KID'], from(wit({ sub: bob, cnf: { jwk: agentKey('bob-key') } }), wit())),
    ok('a WIT whose key has no kid: the ECT names its thumbprint', ['WIT-KID-THUMBPRINT'], {
      ...from(wit({ cnf: { jwk: agentKey('alice-key', { kid: undefined }) } })),
      header: { kid: thumbprint('alice-key') },
      signedBy: 'alice-key',
    }),
    no('ECT_KEY_UNKNOWN', 'the thumbprint of a key that has a kid', ['WIT-KID', 'WIT-KID-THUMBPRINT'], {
      ...from(wit()),
      header: { kid: thumbprint('alice-key') },
      signedBy: 'alice-key',
    }),
    no('ECT_KEY_UNKNOWN', "a kid for which no WIT came: the trust domain's own key is no agent's key", ['WIT-KID'], {
      ...from(wit()),
      key: 'trust-domain-key',
      flags: ['Attack'],
      signedBy: 'trust-domain-key',
    }),
    no('ECT_KEY_UNKNOWN', 'no WIT for the kid', ['WIT-KID', 'VERIFY-KEY-RESOLVES'], {
      ...from(wit({ sub: bob, cnf: { jwk: agentKey('bob-key') } })),
      signedBy: 'alice-key',
    }),
    ok('a WIT with an aud for somebody else', ['WIT-NO-AUD'], { ...from(wit({ aud: carol })), flags: ['Unusual'] }),
    ok('a WIT in its last second', ['WIT-EXP'], { ...from(wit({ exp: now + 1 })), flags: ['Boundary'] }),
    no('ECT_KEY_VALIDITY', 'a WIT exactly at its end', ['WIT-EXP'], {
      ...from(wit({ exp: now })),
      flags: ['Boundary'],
    }),
    no('ECT_KEY_WIT', 'a WIT without exp', ['WIT-EXP'], from(wit({ exp: undefined }))),
    no('ECT_KEY_WIT', 'a WIT whose exp is a string', ['WIT-EXP'], from(wit({ exp: String(now + 3600) }))),
    no('ECT_KEY_WIT', 'a WIT with typ JWT', ['WIT-TYP'], from(wit({}, { header: { typ: 'JWT' } }))),
    no('ECT_KEY_WIT', 'a WIT without typ', ['WIT-TYP'], from(wit({}, { header: { typ: undefined } }))),
    no(
      'ECT_KEY_WIT',
      'an ECT in place of a WIT',
      ['WIT-TYP'],
      from(ect({ key: 'trust-domain-key', claims: { ...plainClaims } })),
    ),
    no('ECT_KEY_WIT', 'a WIT with alg none', ['WIT-ALG'], {
      ...from(wit({}, { header: { alg: 'none' } })),
      flags: ['Attack'],
    }),
    no('ECT_KEY_WIT', 'a WIT with HS256 and the public key as the secret', ['WIT-ALG'], {
      ...from(symmetricWit()),
      flags: ['Attack', 'KeyConfusion', 'NotGenuine'],
    }),
    no('ECT_KEY_WIT', 'a WIT with a wrong signature', ['WIT-SIGNATURE'], {
      ...from(wit({}, { signature: lastBit })),
      ...forged,
    }),
    no('ECT_KEY_WIT', "a WIT that mallory signed with the agent's key it names", ['WIT-SIGNATURE'], {
      ...from(
        wit({ cnf: { jwk: agentKey('mallory-key') } }, { key: 'mallory-key', header: { kid: 'trust-domain-key' } }),
      ),
      key: 'mallory-key',
      flags: ['Attack', 'NotGenuine'],
    }),
    no('ECT_KEY_WIT', 'a WIT signed by a key that is not in the set', ['WIT-SIGNATURE'], {
      ...from(wit({}, { key: 'other-domain-key' })),
      signedBy: 'alice-key',
      flags: ['Attack'],
    }),
    no('ECT_KEY_WIT', 'a WIT for another trust domain, signed by ours', ['WIT-SUB'], {
      ...from(wit({ sub: 'spiffe://other.example/agent/alice' })),
      claims: { iss: 'spiffe://other.example/agent/alice' },
      flags: ['Attack'],
    }),
    no('ECT_KEY_WIT', 'a WIT for our trust domain, signed by another configured one', ['WIT-SIGNATURE'], {
      wits: [wit({}, { key: 'other-domain-key' })],
      trustDomains: { 'example.com': 'trust-domain', 'other.example': 'other-trust-domain' },
      flags: ['Attack'],
    }),
    ok('a WIT of the second configured trust domain', ['WIT-SUB', 'WIT-SIGNATURE'], {
      wits: [wit({ sub: 'spiffe://other.example/agent/alice' }, { key: 'other-domain-key' })],
      trustDomains: { 'example.com': 'trust-domain', 'other.example': 'other-trust-domain' },
      claims: { iss: 'spiffe://other.example/agent/alice' },
    }),
    no('ECT_KEY_WIT', 'a WIT whose trust domain only ends like ours', ['WIT-SUB'], {
      ...from(wit({ sub: 'spiffe://not-example.com/agent/alice' })),
      claims: { iss: 'spiffe://not-example.com/agent/alice' },
      flags: ['Attack'],
    }),
    no('ECT_KEY_WIT', 'a WIT whose sub is no SPIFFE ID', ['WIT-SUB'], from(wit({ sub: 'alice' }))),
    no('ECT_KEY_WIT', 'a WIT without sub', ['WIT-SUB'], from(wit({ sub: undefined }))),
    no('ECT_KEY_WIT', 'a WIT without cnf', ['WIT-CNF'], from(wit({ cnf: undefined }))),
    no(
      'ECT_KEY_WIT',
      'a WIT whose cnf holds a thumbprint only',
      ['WIT-CNF'],
      from(wit({ cnf: { jkt: thumbprint('alice-key') } })),
    ),
    no('ECT_KEY_WIT', 'a WIT that carries a private key', ['WIT-CNF'], {
      ...from(wit({ cnf: { jwk: { ...agentKey('alice-key'), d: key('alice-key').privateJwk.d } } })),
    }),
    no('ECT_KEY_WIT', 'a WIT with a symmetric key', ['WIT-CNF'], {
      ...from(wit({ cnf: { jwk: { kty: 'oct', k: 'dGVzdCBvbmx5', alg: 'HS256', kid: 'alice-key' } } })),
      signedBy: 'alice-key',
    }),
    no(
      'ECT_KEY_WIT',
      'a WIT whose key names no alg',
      ['WIT-CNF-ALG'],
      from(wit({ cnf: { jwk: agentKey('alice-key', { alg: undefined }) } })),
    ),
    no('ECT_KEY_UNFIT', 'a WIT whose key is for another alg', ['WIT-CNF-ALG', 'VERIFY-KEY-FIT-ALG'], {
      ...from(wit({ cnf: { jwk: { ...key('alice-es384').publicJwk, alg: 'ES384', kid: 'alice-key' } } })),
      signedBy: 'alice-key',
    }),
    no('ECT_PARTY_ISSUER', "mallory's token with her own WIT and alice as issuer", ['CLAIM-ISS-OWNER'], {
      ...from(wit({ sub: mallory, cnf: { jwk: agentKey('mallory-key') } })),
      key: 'mallory-key',
      claims: { iss: alice },
      flags: ['Attack'],
    }),
    no('ECT_KEY_WIT', 'text that is no token in place of a WIT', ['WIT-TYP'], { ...from('not a token'), ...forged }),
    no('ECT_SIGNATURE_INVALID', 'the signature before the end of the WIT', ['VERIFY-ORDER-05-SIGNATURE'], {
      ...from(wit({ exp: now - 1 })),
      signature: lastBit,
      flags: ['Order', 'NotGenuine'],
    }),
  ],
}
