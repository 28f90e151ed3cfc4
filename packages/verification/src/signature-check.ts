import { EctError, type SignatureAlgorithm } from '@wimse-ect/claims'
import type { JWK } from 'jose'
import { makeSignatureCheck } from '#verify-signature'
import { checkKeyFits } from './key-fitness.ts'

/**
 * Says whether a signature belongs to what was signed and to the key that the check was made for. The signature has
 * passed `isWellFormedSignature`.
 *
 * @param signed the signing input of a compact JWS, or the bytes that another envelope signs
 */
export type SignatureCheck = (signed: string | Uint8Array, signature: Uint8Array) => boolean | Promise<boolean>

// Judging and importing a key costs as much as several signatures, so a check lives as long as the JWK object it came
// from.
const checks = new WeakMap<JWK, Map<SignatureAlgorithm, SignatureCheck | Promise<SignatureCheck>>>()

/**
 * Step 4, second half: the signature check for a key that fits the algorithm; judges and imports the key on first use.
 *
 * @throws EctError `ECT_KEY_UNFIT`, also when the platform cannot import the key, for instance a point that is not on
 * the curve
 */
export function signatureCheckFor(jwk: JWK, alg: SignatureAlgorithm): SignatureCheck | Promise<SignatureCheck> {
  return checks.get(jwk)?.get(alg) ?? importOnce(jwk, alg)
}

function importOnce(jwk: JWK, alg: SignatureAlgorithm): Promise<SignatureCheck> {
  const ofKey = checks.get(jwk) ?? new Map<SignatureAlgorithm, SignatureCheck | Promise<SignatureCheck>>()
  checks.set(jwk, ofKey)
  const pending = importCheck(jwk, alg)
  ofKey.set(alg, pending)
  // The check takes the place of its promise: nobody who comes later has to wait.
  const keep = (check: SignatureCheck): unknown => ofKey.set(alg, check)
  pending.then(keep, () => undefined) // whoever asked hears of a failure
  return pending
}

async function importCheck(jwk: JWK, alg: SignatureAlgorithm): Promise<SignatureCheck> {
  checkKeyFits(jwk, alg)
  try {
    return await makeSignatureCheck(jwk, alg)
  } catch (cause) {
    throw new EctError('ECT_KEY_UNFIT', { cause })
  }
}
