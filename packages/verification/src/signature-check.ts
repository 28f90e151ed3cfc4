import { EctError, type SignatureAlgorithm } from '@wimse-ect/claims'
import type { JWK } from 'jose'
import { makeSignatureCheck } from '#verify-signature'

/**
 * Says whether a signature belongs to what was signed and to the key that the check was made for. The signature has
 * passed `isWellFormedSignature`.
 *
 * @param signed the signing input of a compact JWS, or the bytes that another envelope signs
 */
export type SignatureCheck = (signed: string | Uint8Array, signature: Uint8Array) => boolean | Promise<boolean>

// Importing a key costs as much as several signatures, so a check lives as long as the JWK object it came from.
const checks = new WeakMap<JWK, Map<SignatureAlgorithm, Promise<SignatureCheck>>>()

/**
 * The signature check for a key that passed `checkKeyFits`; imports the key on first use.
 *
 * @throws EctError `ECT_KEY_UNFIT` when the platform cannot import it, for instance a point that is not on the curve
 */
export async function signatureCheckFor(jwk: JWK, alg: SignatureAlgorithm): Promise<SignatureCheck> {
  const known = checks.get(jwk) ?? new Map<SignatureAlgorithm, Promise<SignatureCheck>>()
  checks.set(jwk, known)
  const check = known.get(alg) ?? makeSignatureCheck(jwk, alg)
  known.set(alg, check)
  try {
    return await check
  } catch (cause) {
    throw new EctError('ECT_KEY_UNFIT', { cause })
  }
}
