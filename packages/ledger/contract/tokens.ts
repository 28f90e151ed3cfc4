import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import {
  checkClaims,
  decodeEct,
  type ExecutionContext00Claims,
  type IdKind,
  profiles,
  type Revision,
  sealVerified,
  taskOf,
  type VerifiedEct,
} from '@wimse-ect/claims'

/** Somebody who does tasks and signs for them. */
export interface Actor {
  readonly agent: string
  readonly kid: string
  readonly privateKey: KeyObject
}

function actor(name: string, kid: string): Actor {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  return { agent: `spiffe://example.com/agent/${name}`, kid, privateKey }
}

export const alice: Actor = actor('alice', 'alice-key')
/** Alice with another key. */
export const aliceRekeyed: Actor = actor('alice', 'alice-new-key')
export const bob: Actor = actor('bob', 'bob-key')
export const mallory: Actor = actor('mallory', 'mallory-key')
/** Mallory under the name of alice's key. */
export const malloryMasked: Actor = actor('mallory', 'alice-key')

/** When every token is issued, unless its claims say otherwise, and when it is verified. */
export const issuedAt = 1_772_000_000
export const verifiedAt: number = issuedAt + 5

/** A UUID with letters in it, so that its two spellings differ. */
export function uuid(number: number): string {
  return `abcdef00-0000-4000-8000-${number.toString(16).padStart(12, '0')}`
}

let used = 1_000_000

/** A UUID that no other call returns, and `uuid(n)` for small n neither. */
export function freshUuid(): string {
  used += 1
  return uuid(used)
}

/** Claims that replace or join those of a plain root task; `undefined` takes one away. */
export type ClaimChanges = {
  readonly [Name in keyof ExecutionContext00Claims]?: ExecutionContext00Claims[Name] | undefined
} & {
  readonly [name: string]: unknown
}

/** A compact token, signed with ES256. Without changes: a root task of its own, with the required claims only. */
export function signedToken(changes: ClaimChanges = {}, by: Actor = alice): string {
  const header = { typ: 'wimse-exec+jwt', alg: 'ES256', kid: by.kid }
  const claims = {
    iss: by.agent,
    aud: ['spiffe://example.com/system/ledger'],
    iat: issuedAt,
    exp: issuedAt + 600,
    jti: freshUuid(),
    tid: freshUuid(),
    exec_act: 'review_spec',
    par: [],
    pol: 'policy_v1',
    pol_decision: 'approved',
    ...changes,
  }
  return signedInput(`${encode(header)}.${encode(claims)}`, by)
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function signedInput(signingInput: string, { privateKey }: Actor): string {
  const signature = sign('sha256', Buffer.from(signingInput), { key: privateKey, dsaEncoding: 'ieee-p1363' })
  return `${signingInput}.${signature.toString('base64url')}`
}

const revisions = Object.keys(profiles) as Revision[]

/** How {@link verified} reads a token. */
export interface Reading {
  /** Default `'uuid'`. */
  readonly ids?: IdKind
  /** Default {@link verifiedAt}. */
  readonly at?: number
}

/**
 * What a verifier makes of a compact token. Signature and times are not checked: the tests sign their tokens
 * themselves, and a ledger judges neither. The cast stands here only.
 */
export function verified(compact: string, { ids = 'uuid', at = verifiedAt }: Reading = {}): VerifiedEct {
  const decoded = decodeEct(compact, { revisions })
  const claims = checkClaims(decoded, { ids })
  const { signingInput, header } = decoded
  const task = taskOf(decoded, claims, { ids })
  return sealVerified({ compact, signingInput, header, claims, task, ids, verifiedAt: at } as VerifiedEct)
}

/** A verified token, see {@link signedToken}. */
export function token(changes: ClaimChanges = {}, by: Actor = alice): VerifiedEct {
  return verified(signedToken(changes, by))
}

/** A verified root task of a revision in which `jti` names the task. */
export function laterToken(revision: 'ect-00' | 'ect-01', changes: object = {}, by: Actor = alice): VerifiedEct {
  const { typ, identifiers } = { ...profiles[revision], typ: profiles[revision].typ.issued }
  const header = { typ, alg: 'ES256', kid: by.kid }
  const times = { iat: issuedAt, exp: issuedAt + 600 }
  const parties = { iss: by.agent, aud: ['spiffe://example.com/system/ledger'] }
  const claims = {
    ...parties,
    ...times,
    jti: freshUuid(),
    exec_act: 'review_spec',
    [identifiers.parents]: [],
    ...changes,
  }
  return verified(signedInput(`${encode(header)}.${encode(claims)}`, by))
}

/** The same signing input, signed once more: only who has the key can do it. */
export function signedAgain({ signingInput }: VerifiedEct, by: Actor = alice): VerifiedEct {
  return verified(signedInput(signingInput, by))
}

const orderOfP256 = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n

/** The same signing input with the signature (r, n - s), which is as valid as (r, s): anybody can make it. */
export function malleableTwin({ compact, signingInput }: VerifiedEct): VerifiedEct {
  const signature = Buffer.from(compact.slice(signingInput.length + 1), 'base64url')
  const s = BigInt(`0x${signature.subarray(32).toString('hex')}`)
  const other = (orderOfP256 - s).toString(16).padStart(64, '0')
  const twin = Buffer.concat([signature.subarray(0, 32), Buffer.from(other, 'hex')])
  return verified(`${signingInput}.${twin.toString('base64url')}`)
}
