import { checkKid, EctError, isSpiffeId, type SignatureAlgorithm } from '@wimse-ect/claims'
import type { CryptoKey, JWK } from 'jose'
import { generateKeyPair } from 'jose/key/generate/keypair'
import { checkAlgorithm } from './algorithm-of-key.ts'
import { type CompleteJwk, keyNumbers, publicNumbers } from './jwk.ts'
import type { Signer } from './signer.ts'
import { signerFromJwk } from './signer-from-jwk.ts'

/** Whose key it is and what it is for. */
export interface GenerateKeyOptions {
  /** Name of the key: what tokens carry and verifiers look up. Unique in the key set. */
  readonly kid: string
  /** SPIFFE ID of the workload that will sign with the key. */
  readonly subject: string
  /** Default `'ES256'`, which every verifier supports. */
  readonly alg?: SignatureAlgorithm | undefined
  /**
   * Whether the result carries the private key, as `privateJwk`. Default false: then it can only sign, and is gone with
   * the process.
   */
  readonly extractable?: boolean | undefined
}

/** A fresh key pair. */
export interface GeneratedKey {
  /** Signs, and cannot be read. */
  readonly privateKey: Signer
  /** For the key set that verifiers read. */
  readonly publicJwk: CompleteJwk
  /** For safe keeping; `undefined` unless `extractable`. `signerFromJwk` makes a signer of it again. */
  readonly privateJwk: CompleteJwk | undefined
}

/** A fresh key pair whose private key is to be kept somewhere. */
export interface ExtractableKey extends GeneratedKey {
  readonly privateJwk: CompleteJwk
}

/**
 * Makes a key pair for a workload. Its public key names the workload, and the signer refuses tokens of another `iss`.
 *
 * RSA keys (PS256) have 2,048 bits.
 *
 * @throws EctError `ECT_HEADER_KID`; `ECT_CLAIM_SPIFFE_ID` for a `subject` that is none; TypeError for an unknown `alg`
 */
export async function generateKey(options: GenerateKeyOptions & { readonly extractable: true }): Promise<ExtractableKey>
export async function generateKey(options: GenerateKeyOptions): Promise<GeneratedKey>
export async function generateKey(options: GenerateKeyOptions): Promise<GeneratedKey> {
  const alg = checkAlgorithm(options.alg ?? 'ES256')
  const kid = checkKid(options.kid)
  const sub = checkSubject(options.subject)
  const { privateKey } = await generateKeyPair(alg, { extractable: true })
  const privateJwk = { ...keyNumbers(await exportPrivate(privateKey)), kid, alg, use: 'sig', sub } as const
  const publicJwk = { ...publicNumbers(privateJwk), kid, alg, use: 'sig', sub } as const
  return {
    privateKey: await signerFromJwk(privateJwk),
    publicJwk,
    privateJwk: options.extractable === true ? privateJwk : undefined,
  }
}

function checkSubject(subject: string): string {
  if (typeof subject !== 'string') throw new TypeError('subject is required and must be a string')
  if (!isSpiffeId(subject)) throw new EctError('ECT_CLAIM_SPIFFE_ID', { path: 'subject' })
  return subject
}

async function exportPrivate(key: CryptoKey): Promise<JWK> {
  // By way of DER: Node 20 can hang when a fresh key is exported as a JWK, but not when an imported one is.
  const der = await crypto.subtle.exportKey('pkcs8', key)
  return crypto.subtle.exportKey('jwk', await crypto.subtle.importKey('pkcs8', der, key.algorithm, true, ['sign']))
}
