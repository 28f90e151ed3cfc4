/** Faults of keys and signatures: steps 4 to 8. */
import type { Jwk } from '../cases.ts'
import { numberBytes } from '../generate/sign.ts'
import { nistCurves, testKey } from '../generate/test-keys.ts'
import { type Fault, fault } from './fault.ts'
import type { Random } from './random.ts'
import { inOtherCase, spiffeId } from './texts.ts'
import { base64url, type CaseDraft, withClaims, withEdits, withHeader, withScene } from './token-draft.ts'

const order = nistCurves['P-256'].Point.CURVE().n

/** The scene with the entry of the token's key changed. */
function withKey(draft: CaseDraft, change: (entry: Jwk) => Jwk): CaseDraft {
  const { kid } = draft.token.agent
  return withScene(draft, { keys: draft.scene.keys.map((entry) => (entry.kid === kid ? change(entry) : entry)) })
}

function keyFault(
  code: string,
  name: string,
  rule: string,
  change: (entry: Jwk, random: Random, now: number) => Jwk,
): Fault {
  const apply: Fault['apply'] = (draft, random) => withKey(draft, (entry) => change(entry, random, draft.scene.now))
  return { ...fault(code, name, [rule], apply), inScene: true }
}

const wrongUse: readonly Fault[] = [
  keyFault('ECT_KEY_UNFIT', 'a key for encryption', 'VERIFY-KEY-FIT-USE', (entry) => ({ ...entry, use: 'enc' })),
  keyFault('ECT_KEY_UNFIT', 'key_ops without verify', 'VERIFY-KEY-FIT-OPS', ({ use: _, ...entry }) => {
    return { ...entry, key_ops: ['sign'] }
  }),
  keyFault('ECT_KEY_UNFIT', 'a key of another alg', 'VERIFY-KEY-FIT-ALG', (entry, random) => {
    return { ...entry, alg: random.pick(['ES384', 'RS256', 'ES256K', 'ECDH-ES']) }
  }),
  keyFault('ECT_KEY_UNFIT', 'a key of another curve', 'VERIFY-KEY-FIT-CRV', ({ kid, sub }) => {
    return { ...testKey('another curve', 'P-384').publicJwk, kid: String(kid), sub: String(sub) }
  }),
  keyFault('ECT_KEY_UNFIT', 'a key of another kind', 'VERIFY-KEY-FIT-KTY', ({ kid, sub }) => {
    return { ...testKey('another kind', 'Ed25519').publicJwk, kid: String(kid), sub: String(sub) }
  }),
]

const wrongStatus: readonly Fault[] = [
  keyFault('ECT_KEY_REVOKED', 'a revoked key', 'VERIFY-KEY-REVOKED', (entry) => ({ ...entry, revoked: true })),
  keyFault('ECT_KEY_VALIDITY', 'a key that is no longer valid', 'VERIFY-KEY-VALIDITY', (entry, random, now) => {
    return { ...entry, exp: now - random.pick([0, 1, 1000]) }
  }),
  keyFault('ECT_KEY_VALIDITY', 'a key that is not yet valid', 'VERIFY-KEY-VALIDITY', (entry, random, now) => {
    return { ...entry, nbf: now + random.pick([1, 2, 1000]) }
  }),
  keyFault('ECT_KEY_OWNER', 'a key without owner', 'VERIFY-KEY-OWNER', ({ sub: _, ...entry }) => entry),
]

const wrongSignatures: readonly Fault[] = [
  fault('ECT_SIGNATURE_FORMAT', 'a signature of another length', ['ENV-SIG-LENGTH'], (draft, random) => {
    const length = random.pick([1, 32, 63, 65, 96])
    const edit = (right: Uint8Array): Uint8Array => Uint8Array.from([...right, ...right]).subarray(0, length)
    return withEdits(draft, { editSignature: edit })
  }),
  fault('ECT_SIGNATURE_FORMAT', 'r or s out of range', ['ENV-SIG-RANGE'], (draft, random) => {
    const value = numberBytes(random.pick([0n, order, order + 1n, 2n ** 256n - 1n]))
    const first = random.chance(50)
    const edit = (right: Uint8Array): Uint8Array =>
      Uint8Array.from(first ? [...value, ...right.subarray(32)] : [...right.subarray(0, 32), ...value])
    return withEdits(draft, { editSignature: edit })
  }),
  fault('ECT_SIGNATURE_INVALID', "another agent's signature", ['VERIFY-SIGNATURE'], (draft, random) => {
    const others = draft.scene.agents.filter(({ id }) => id !== draft.token.agent.id)
    return withEdits(draft, { signer: random.pick(others).key })
  }),
  fault('ECT_SIGNATURE_INVALID', 'a signature with one bit changed', ['VERIFY-SIGNATURE'], (draft, random) => {
    // Not in the first bytes of r or s: they would leave the range.
    const at = random.pick([8, 31, 40, 63])
    const bit = 1 << random.int(8)
    const edit = (right: Uint8Array): Uint8Array => right.map((byte, index) => (index === at ? byte ^ bit : byte))
    return withEdits(draft, { editSignature: edit })
  }),
  fault('ECT_SIGNATURE_INVALID', 'a payload changed after it was signed', ['VERIFY-SIGNATURE'], (draft) => {
    const edit = (token: string): string => {
      const [header = '', payload = '', signature = ''] = token.split('.')
      return `${header}.${base64url(`${Buffer.from(payload, 'base64url').toString()} `)}.${signature}`
    }
    return withEdits(draft, { editToken: edit })
  }),
]

const wrongNames: readonly Fault[] = [
  fault('ECT_KEY_UNKNOWN', 'a kid of no key', ['VERIFY-KEY-RESOLVES', 'ENV-KID-OPAQUE'], (draft, random) => {
    const { kid } = draft.token.agent
    const names = ['__proto__', 'toString', '0', `${kid} `.slice(-512), kid.slice(0, -1), inOtherCase(kid)]
    return withHeader(draft, { kid: random.pick(names.filter((name) => name !== kid)) })
  }),
  fault('ECT_PARTY_ISSUER', 'an issuer who does not own the key', ['CLAIM-ISS-OWNER'], (draft, random) => {
    const others = draft.scene.agents.filter(({ id }) => id !== draft.token.agent.id).map(({ id }) => id)
    const { id } = draft.token.agent
    const iss = random.pick([...others, `${id}-2`, spiffeId(random), `${id}/x`].filter((name) => name !== id))
    return withClaims(draft, { iss, sub: undefined })
  }),
  fault('ECT_CLAIM_SPIFFE_ID', 'an issuer that is no SPIFFE ID', ['CLAIM-ISS-SPIFFE'], (draft, random) =>
    withClaims(draft, { iss: random.pick(noSpiffeIds(draft.token.agent.id)) }),
  ),
]

function noSpiffeIds(id: string): readonly string[] {
  const path = id.slice('spiffe://'.length)
  const domain = path.slice(0, path.indexOf('/'))
  return [
    ...['/', '//x', '/.', '/..', '?x=1', '#x', '~', ' ', '\n', '/%61', 'é'].map((end) => id + end),
    ...[`SPIFFE://${path}`, `https://${path}`, `spiffe:/${path}`, `spiffe://user@${path}`, `spiffe://X${path}`],
    ...[`spiffe://${domain}:1${path.slice(domain.length)}`, `spiffe://${domain}`, `spiffe://${domain}/`, path, ''],
    `${id}/${'a'.repeat(2048 - id.length)}`,
  ]
}

/** The catalogue. */
export const keyFaults: readonly Fault[] = [...wrongUse, ...wrongStatus, ...wrongSignatures, ...wrongNames]
