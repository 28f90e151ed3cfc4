/** The actors and their keys, the fixed clock, the ids and the key sets of the suites. */
import type { Jwk, JwkSet } from '../cases.ts'
import { type TestKey, testKey } from './test-keys.ts'

/** 1 January 2026, 00:00:00 UTC: the time at which every case is judged unless it says otherwise. */
export const now = 1767225600

export const alice = 'spiffe://example.com/agent/alice'
export const bob = 'spiffe://example.com/agent/bob'
export const carol = 'spiffe://example.com/agent/carol'
export const mallory = 'spiffe://example.com/agent/mallory'
export const ledger = 'spiffe://example.com/system/ledger'
/** Name of the log that the ledger keeps. */
export const logName = 'ledger.example.com/audit'

/** An id that reads as its number. The prefix holds letters, so that upper and lower case differ. */
const numbered = (prefix: string, n: number): string => prefix + n.toString(16).padStart(12, '0')

export const taskPrefix = 'aaaaaaaa-0000-4000-8000-'
export const jtiPrefix = 'bbbbbbbb-0000-4000-8000-'

/** The nth task id, jti and workflow id. */
export const tid = (n: number): string => numbered(taskPrefix, n)
export const jti = (n: number): string => numbered(jtiPrefix, n)
export const wid = (n: number): string => numbered('cccccccc-0000-4000-8000-', n)

/** An owner as long as a SPIFFE ID may be (2,048 bytes), and one with the longest trust domain (255 bytes). */
export const longestOwner: string = `spiffe://example.com/${'a'.repeat(2048 - 'spiffe://example.com/'.length)}`
export const longestDomainOwner: string = `spiffe://${'a'.repeat(255)}/agent`
/** An owner that uses every character the grammar allows. */
export const allCharactersOwner = 'spiffe://a-z_0.9/Agent/a-Z_0.9/..x'

const kinds = {
  'alice-key': 'P-256',
  'alice-key-2': 'P-256',
  'alice-es384': 'P-384',
  'alice-es512': 'P-521',
  'alice-eddsa': 'Ed25519',
  'alice-ed25519': 'Ed25519',
  'alice-ps256': 'RSA',
  'bob-key': 'P-256',
  'carol-key': 'P-256',
  'mallory-key': 'P-256',
  'unlisted-key': 'P-256',
  'trust-domain-key': 'P-256',
  'trust-domain-eddsa': 'Ed25519',
  'other-domain-key': 'P-256',
  'log-key': 'Ed25519',
  'other-log-key': 'Ed25519',
  'walter-key': 'Ed25519',
  'wanda-key': 'Ed25519',
  'wilma-key': 'Ed25519',
} as const

export type KeyName = keyof typeof kinds

const made = new Map<string, TestKey>()

/** The key of that name. */
export function key(name: KeyName): TestKey {
  const found = made.get(name) ?? testKey(name, kinds[name])
  made.set(name, found)
  return found
}

/** The name of every key. */
export const keyNames: readonly KeyName[] = Object.keys(kinds).filter((name): name is KeyName => name in kinds)

/** The key's public JWK with further members. */
function entry(name: KeyName, members: Readonly<Record<string, unknown>>): Jwk {
  return { kid: name, ...key(name).publicJwk, ...members }
}

const sig = (name: KeyName, alg: string, sub: string): Jwk => entry(name, { alg, use: 'sig', sub })

/** Keys that only differ from alice's first one in what the set says about it. */
const odd = (kid: string, members: Readonly<Record<string, unknown>>): Jwk =>
  entry('alice-key', { kid, alg: 'ES256', use: 'sig', sub: alice, ...members })

/** A kid of exactly 512 bytes, in characters of two bytes. */
export const longestKid: string = 'é'.repeat(256)

/** Kids that a reader who does more than compare them gets wrong. */
export const pathKid = '../../../../etc/passwd'
export const urlKid = 'https://mallory.example/jwks.json'
export const queryKid = "' OR '1'='1"

const agents: JwkSet = {
  keys: [
    sig('alice-key', 'ES256', alice),
    sig('alice-key-2', 'ES256', alice),
    sig('alice-es384', 'ES384', alice),
    sig('alice-es512', 'ES512', alice),
    sig('alice-eddsa', 'EdDSA', alice),
    sig('alice-ed25519', 'Ed25519', alice),
    sig('alice-ps256', 'PS256', alice),
    sig('bob-key', 'ES256', bob),
    sig('carol-key', 'ES256', carol),
    sig('mallory-key', 'ES256', mallory),
  ],
}

const status: JwkSet = {
  keys: [
    odd('revoked', { revoked: true }),
    odd('revoked-and-ended', { revoked: true, exp: now - 1 }),
    odd('limited', { nbf: now - 300, exp: now + 300 }),
    odd('no-owner', { sub: undefined }),
    odd('revoked-no-owner', { sub: undefined, revoked: true }),
    odd('bare', { alg: undefined, use: undefined }),
    odd('ops-verify', { use: undefined, key_ops: ['verify'] }),
    odd('longest-owner', { sub: longestOwner }),
    odd('longest-domain-owner', { sub: longestDomainOwner }),
    odd('all-characters-owner', { sub: allCharactersOwner }),
    odd(longestKid, {}),
    odd(pathKid, {}),
    odd(urlKid, {}),
    odd(queryKid, {}),
    odd('café', {}),
    sig('carol-key', 'ES256', carol),
  ],
}

const unfit: JwkSet = {
  keys: [
    odd('use-enc', { use: 'enc' }),
    odd('ops-sign', { use: undefined, key_ops: ['sign'] }),
    odd('alg-es384', { alg: 'ES384' }),
    entry('alice-es384', { kid: 'crv-p384', use: 'sig', sub: alice }),
    entry('alice-eddsa', { kid: 'kty-okp', use: 'sig', sub: alice }),
    entry('alice-ps256', { kid: 'kty-rsa', use: 'sig', sub: alice }),
    { kid: 'kty-oct', kty: 'oct', k: 'dGVzdCBvbmx5LCBub3QgYSBzZWNyZXQ', use: 'sig', sub: alice },
    entry('alice-key', { kid: 'crv-secp256k1', crv: 'secp256k1', use: 'sig', sub: alice }),
  ],
}

/** Kids of the key set `issuers`. */
export type OwnerName =
  | 'https'
  | 'urn'
  | 'did'
  | 'mailto'
  | 'upper-case-uri'
  | 'spiffe-slash'
  | 'longest-uri'
  | 'name'
  | 'mail'
  | 'distinguished-name'
  | 'not-ascii'
  | 'longest-name'

/** Owners that are no SPIFFE IDs, by the kid of their key: URIs, then names that are none. */
export const owners: Readonly<Record<OwnerName, string>> = {
  https: 'https://example.com/agents/alice',
  urn: 'urn:example:agent:alice',
  did: 'did:web:example.com:alice',
  mailto: 'mailto:alice@example.com',
  'upper-case-uri': 'HTTPS://Example.COM/Alice',
  'spiffe-slash': 'spiffe://example.com/agent/alice/',
  'longest-uri': `urn:example:${'a'.repeat(2048 - 'urn:example:'.length)}`,
  name: 'alice',
  mail: 'alice@example.com',
  'distinguished-name': 'CN=alice,O=Example GmbH,C=DE',
  'not-ascii': 'Zoë/仕様',
  'longest-name': 'ë'.repeat(1024),
}

/** The key sets by name, with a sentence about each. */
export const keySets: Readonly<Record<string, { readonly comment: string; readonly set: JwkSet }>> = {
  agents: { comment: 'The keys of alice, bob, carol and mallory, all in order.', set: agents },
  status: {
    comment:
      "alice's first key under many kids: revoked, limited, without owner, with unusual owners or names. And carol's.",
    set: status,
  },
  unfit: { comment: 'Keys that do not fit the algorithm of the token, or are not for signatures.', set: unfit },
  issuers: {
    comment: "alice's first key under many owners: URIs and names, for revisions that do not ask for SPIFFE IDs.",
    set: { keys: Object.entries(owners).map(([kid, sub]) => odd(kid, { sub })) },
  },
  'trust-domain': {
    comment: 'The keys that sign Workload Identity Tokens of example.com.',
    set: {
      keys: [
        entry('trust-domain-key', { alg: 'ES256', use: 'sig' }),
        entry('trust-domain-eddsa', { alg: 'EdDSA', use: 'sig' }),
      ],
    },
  },
  'other-trust-domain': {
    comment: 'The key that signs Workload Identity Tokens of other.example.',
    set: { keys: [entry('other-domain-key', { alg: 'ES256', use: 'sig' })] },
  },
}
