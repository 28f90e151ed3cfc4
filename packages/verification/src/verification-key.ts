import { EctError, isEctError } from '@wimse-ect/claims'
import type { JWK } from 'jose'
import { isPromise } from './is-promise.ts'

/** What is known about the key that a `kid` names [VERIFY-KEY-ANSWER]. */
export interface VerificationKey {
  /**
   * The public key. The same object on every call lets the imported key be kept; a new object is judged and imported
   * again. What is changed in an object that was used before is not noticed.
   */
  readonly jwk: JWK
  /** SPIFFE ID of the workload that owns the key. A key without an owner cannot verify an ECT. */
  readonly subject?: string | undefined
  /** First second at which the key is valid. Default: always was. */
  readonly notBefore?: number | undefined
  /** First second at which the key is no longer valid. Default: stays valid. */
  readonly expiresAt?: number | undefined
  /** True once the key is revoked; then it verifies nothing, whatever the `iat`: a thief can write any time. */
  readonly revoked?: boolean | undefined
}

/**
 * Finds the key for a `kid`. The `kid` is opaque and comes from an unverified token: compare it, never make it part of
 * a path, URL or query [ENV-KID-OPAQUE].
 *
 * @returns `undefined` when there is no such key; throwing means that the source could not be asked
 */
export type KeyResolver = (kid: string) => VerificationKey | undefined | Promise<VerificationKey | undefined>

/**
 * Step 4, first half: asks the resolver [VERIFY-KEY-RESOLVES].
 *
 * @returns a promise only when the resolver gives one; it rejects with what is thrown otherwise
 * @throws EctError `ECT_KEY_UNKNOWN`; `ECT_KEY_UNAVAILABLE` with the cause when the resolver fails; EctErrors of the
 * resolver pass
 */
export function resolveKey(keys: KeyResolver, kid: string): VerificationKey | Promise<VerificationKey> {
  try {
    const found = keys(kid)
    return isPromise(found) ? Promise.resolve(found).then(known, unavailable) : known(found)
  } catch (cause) {
    return unavailable(cause)
  }
}

function known(key: VerificationKey | undefined): VerificationKey {
  if (!key) throw new EctError('ECT_KEY_UNKNOWN', { path: 'kid' })
  return key
}

function unavailable(cause: unknown): never {
  throw isEctError(cause) ? cause : new EctError('ECT_KEY_UNAVAILABLE', { cause })
}

/**
 * Step 6: the key is not revoked [VERIFY-KEY-REVOKED], and valid at a moment [VERIFY-KEY-VALIDITY].
 *
 * @param at seconds since 1970: now, or the `iat` of a supporting token
 * @throws EctError `ECT_KEY_REVOKED`, `ECT_KEY_VALIDITY`
 */
export function checkKeyStanding(key: VerificationKey, at: number): void {
  // Anything but a plain no revokes: a resolver over a database may hand on the date of the revocation.
  if (key.revoked) throw new EctError('ECT_KEY_REVOKED')
  // Both conditions say what passes, so that a bound that is not a number lets nothing pass.
  const begun = key.notBefore === undefined || at >= key.notBefore
  const lasts = key.expiresAt === undefined || at < key.expiresAt
  if (!begun || !lasts) throw new EctError('ECT_KEY_VALIDITY')
}
