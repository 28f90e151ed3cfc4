import { EctError, type SignatureAlgorithm, unfitKeyMember } from '@wimse-ect/claims'
import type { JWK } from 'jose'

/**
 * Step 4, second half: the key is one for this algorithm and for verifying signatures (RFC 8725 section 3.1). It is
 * refused before any signature is computed [VERIFY-ORDER-04-KEY].
 *
 * @throws EctError `ECT_KEY_UNFIT` with the JWK member in `path`
 */
export function checkKeyFits(jwk: JWK, alg: SignatureAlgorithm): void {
  // What a resolver over a database may hand on: no key, or one that is still a text.
  if (typeof jwk !== 'object' || jwk === null) throw new EctError('ECT_KEY_UNFIT')
  const path = unfitKeyMember(jwk, alg, 'verify')
  if (path !== undefined) throw new EctError('ECT_KEY_UNFIT', { path })
}
