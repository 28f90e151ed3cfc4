import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomUUID, sign } from 'node:crypto'
import { contentHash, encodeBase64url } from '@wimse-ect/claims'
import { derToJoseSignature } from '@wimse-ect/signing'
import type { KeySet } from '@wimse-ect/verification'

/** Who signs, and for whom. */
export const agent = 'spiffe://example.com/agent/spec-reviewer'
export const audience = 'spiffe://example.com/system/ledger'
const kid = 'spec-reviewer-key-2026-02'

/** When the tokens are issued, and the time that every verifier is told: now, as not all of them can be told. */
export const issuedAt: number = Math.floor(Date.now() / 1000)

/** A token, and what a bare signature check is given. */
export interface SignedToken {
  readonly compact: string
  readonly signingInput: Buffer
  readonly der: Buffer
  /** r || s. */
  readonly jose: Buffer
}

const tasksPerWorkflow = 100

interface KeyPair {
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
}

/** The key pair that signs everything here. */
export const keyPair: KeyPair = makeKeyPair()

function makeKeyPair(): KeyPair {
  // By way of DER: Node 20 can hang when a fresh key is exported as a JWK.
  const pair = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'der' },
    privateKeyEncoding: { type: 'pkcs8', format: 'der' },
  })
  return {
    privateKey: createPrivateKey({ key: pair.privateKey, format: 'der', type: 'pkcs8' }),
    publicKey: createPublicKey({ key: pair.publicKey, format: 'der', type: 'spki' }),
  }
}

export const keySet: KeySet = {
  keys: [{ ...keyPair.publicKey.export({ format: 'jwk' }), kid, alg: 'ES256', use: 'sig', sub: agent }],
}

/**
 * Makes tokens of about 900 bytes, signed with ES256: a hundred workflows at the same time, or as many as are asked
 * for, each task the child of the one before it, and after a hundred tasks another workflow in its place.
 */
export async function signedTokens(count: number, workflowsAtATime = 100): Promise<readonly SignedToken[]> {
  const hashes = await contentHashes()
  const workflows = new Map<number, { readonly wid: string; last?: string; tasks: number }>()
  return Array.from({ length: count }, (_, at) => {
    const place = at % workflowsAtATime
    const known = workflows.get(place)
    const workflow = known === undefined || known.tasks === tasksPerWorkflow ? { wid: randomUUID(), tasks: 0 } : known
    workflows.set(place, workflow)
    const ids = { jti: randomUUID(), wid: workflow.wid, tid: randomUUID() }
    const par = workflow.last === undefined ? [] : [workflow.last]
    workflow.last = ids.tid
    workflow.tasks += 1
    return signToken({ ...commonClaims, ...hashes, ...ids, par })
  })
}

async function contentHashes(): Promise<{ readonly inp_hash: string; readonly out_hash: string }> {
  const hashOf = (text: string): Promise<string> => contentHash(new TextEncoder().encode(text))
  return { inp_hash: await hashOf('input'), out_hash: await hashOf('output') }
}

/** What an issuer gives of a task for such a token; `jti` and `tid` are to be filled in. */
export interface TaskClaims {
  readonly iss: string
  readonly aud: string[]
  readonly iat: number
  readonly exp: number
  readonly wid: string
  readonly exec_act: string
  readonly par: readonly string[]
  readonly pol: string
  readonly pol_decision: 'approved'
  readonly inp_hash: string
  readonly out_hash: string
}

/** Claims of so many tasks, as they would be given to an issuer. */
export async function claimsToSign(count: number): Promise<readonly TaskClaims[]> {
  const hashes = await contentHashes()
  return Array.from({ length: count }, () => ({ ...commonClaims, ...hashes, wid: randomUUID(), par: [randomUUID()] }))
}

/** The claims but for those that differ. */
const commonClaims = {
  iss: agent,
  aud: [audience],
  iat: issuedAt,
  // Late, for the one verifier that cannot be told the time.
  exp: issuedAt + 86_400,
  exec_act: 'review_requirements_spec',
  pol: 'spec_review_policy_v2',
  pol_decision: 'approved' as const,
}

function signToken(claims: object): SignedToken {
  const parts = [{ typ: 'wimse-exec+jwt', alg: 'ES256', kid }, claims]
  const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
  const signingInput = Buffer.from(text)
  const der = sign('sha256', signingInput, keyPair.privateKey)
  const jose = Buffer.from(derToJoseSignature(der, 'ES256'))
  return { compact: `${text}.${encodeBase64url(jose)}`, signingInput, der, jose }
}

/** The token in a string of its own, as it comes out of a socket: nothing is known about it yet. */
export function arrive(token: SignedToken): SignedToken {
  return { ...token, compact: Buffer.from(token.compact, 'latin1').toString('latin1') }
}
