import {
  type CompactJws,
  decodeCompactJws,
  EctError,
  isEctError,
  isJsonObject,
  isSignatureAlgorithm,
  isWellFormedSignature,
  type JsonObject,
  parseSpiffeId,
} from '@wimse-ect/claims'
import type { JWK } from 'jose'
import { calculateJwkThumbprint } from 'jose/jwk/thumbprint'
import { checkKeyFits } from './key-fitness.ts'
import { jwksKeys, type KeySet } from './key-set.ts'
import { signatureCheckFor } from './signature-check.ts'
import { type KeyResolver, resolveKey, type VerificationKey } from './verification-key.ts'

/** Whose Workload Identity Tokens are trusted. */
export interface WitOptions {
  /**
   * For each trust domain, e.g. `example.com`, the keys its Workload Identity Tokens are signed with: a key set, or a
   * resolver such as `remoteJwksKeys` where they rotate.
   */
  readonly trustDomains: Readonly<Record<string, KeySet | KeyResolver>>
}

/** The keys of each trust domain. */
type IssuerKeys = ReadonlyMap<string, KeyResolver>

/**
 * Resolves keys from Workload Identity Tokens (WIT), which bind a workload's SPIFFE ID to its key.
 *
 * The owner of the key is the WIT's `sub`, its validity that of the WIT and of the key that signed the WIT, and its
 * `kid` is `cnf.jwk.kid` [WIT-KID] or the RFC 7638 thumbprint [WIT-KID-THUMBPRINT]. A WIT counts only when a key that
 * is configured for the trust domain of its `sub` signed it [WIT-SIGNATURE]: one domain cannot vouch for workloads of
 * another.
 *
 * @param wits the tokens as they arrived beside the ECTs; checked on first use; one bad token makes all unusable
 * @throws TypeError for a bad key set. The resolver throws EctError `ECT_KEY_WIT`, with the cause, and
 * `ECT_KEY_UNAVAILABLE` when the keys of a trust domain cannot be asked for
 */
export function witKeys(wits: readonly string[], options: WitOptions): KeyResolver {
  const issuers: IssuerKeys = new Map(
    Object.entries(options.trustDomains).map(([domain, keys]) => [
      domain,
      typeof keys === 'function' ? keys : jwksKeys(keys),
    ]),
  )
  let index: Promise<ReadonlyMap<string, VerificationKey>> | undefined
  return async (kid) => {
    index ??= indexWits(wits, issuers)
    return (await index).get(kid)
  }
}

async function indexWits(wits: readonly string[], issuers: IssuerKeys): Promise<ReadonlyMap<string, VerificationKey>> {
  const index = new Map<string, VerificationKey>()
  for (const wit of wits) {
    const { kid, key } = await readWit(wit, issuers)
    // Two WITs of one key, say before and after renewal, would leave open which validity counts.
    if (index.has(kid)) throw new EctError('ECT_KEY_WIT', { path: 'kid' })
    index.set(kid, key)
  }
  return index
}

async function readWit(wit: string, issuers: IssuerKeys): Promise<{ kid: string; key: VerificationKey }> {
  try {
    const jws = decodeCompactJws(wit)
    const { subject, issuer } = await authenticateWit(jws, issuers)
    const jwk = confirmedKey(jws.payload)
    const kid = jwk.kid ?? (await calculateJwkThumbprint(jwk))
    // [WIT-EXP]; an aud is neither needed nor read [WIT-NO-AUD].
    const expiry = time(jws, 'exp')
    if (expiry === undefined) throw new EctError('ECT_KEY_WIT', { path: 'exp' })
    // A WIT is good for no longer than the key that vouches for it.
    const notBefore = Math.max(time(jws, 'nbf') ?? 0, issuer.notBefore ?? 0)
    const expiresAt = Math.min(expiry, issuer.expiresAt ?? expiry)
    return { kid, key: { jwk, subject, notBefore, expiresAt } }
  } catch (cause) {
    // That the keys of a trust domain could not be fetched says nothing about the WIT.
    if (isEctError(cause, 'ECT_KEY_WIT') || isEctError(cause, 'ECT_KEY_UNAVAILABLE')) throw cause
    throw new EctError('ECT_KEY_WIT', { path: isEctError(cause) ? cause.path : undefined, cause })
  }
}

interface AuthenticWit {
  /** The workload's SPIFFE ID. */
  readonly subject: string
  /** The key of the trust domain that signed. */
  readonly issuer: VerificationKey
}

/** Checks type [WIT-TYP], algorithm [WIT-ALG], trust domain [WIT-SUB] and signature [WIT-SIGNATURE]. */
async function authenticateWit(jws: CompactJws, issuers: IssuerKeys): Promise<AuthenticWit> {
  const { typ, alg, kid } = jws.header
  const { sub } = jws.payload
  if (typ !== 'wit+jwt') throw new EctError('ECT_KEY_WIT', { path: 'typ' })
  if (!isSignatureAlgorithm(alg)) throw new EctError('ECT_KEY_WIT', { path: 'alg' })
  const spiffeId = typeof sub === 'string' ? parseSpiffeId(sub) : undefined
  if (typeof sub !== 'string' || spiffeId === undefined) throw new EctError('ECT_KEY_WIT', { path: 'sub' })
  const keys = issuers.get(spiffeId.trustDomain)
  if (keys === undefined || typeof kid !== 'string') throw new EctError('ECT_KEY_WIT', { path: 'kid' })
  const issuer = await resolveKey(keys, kid)
  if (issuer.revoked) throw new EctError('ECT_KEY_WIT', { path: 'kid' })
  const check = await signatureCheckFor(issuer.jwk, alg)
  const isGenuine = isWellFormedSignature(jws.signature, alg) && (await check(jws.signingInput, jws.signature))
  if (!isGenuine) throw new EctError('ECT_KEY_WIT', { path: 'signature' })
  return { subject: sub, issuer }
}

/** The workload's key: public, and for one algorithm only [WIT-CNF] [WIT-CNF-ALG]. */
function confirmedKey(payload: JsonObject): JWK {
  const jwk = isJsonObject(payload.cnf) ? payload.cnf.jwk : undefined
  // Without an alg of its own the key would fit whatever the ECT claims to be signed with.
  if (!isJsonObject(jwk) || typeof jwk.kty !== 'string' || !isSignatureAlgorithm(jwk.alg)) {
    throw new EctError('ECT_KEY_WIT', { path: 'cnf' })
  }
  if (jwk.kid !== undefined && typeof jwk.kid !== 'string') throw new EctError('ECT_KEY_WIT', { path: 'cnf' })
  checkKeyFits(jwk, jwk.alg)
  return jwk
}

function time(jws: CompactJws, name: string): number | undefined {
  const value = jws.payload[name]
  if (value === undefined) return undefined
  if (typeof value !== 'number') throw new EctError('ECT_KEY_WIT', { path: name })
  return value
}
