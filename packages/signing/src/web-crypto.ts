import type { SignatureAlgorithm } from '@wimse-ect/claims'
import type { CryptoKey, JWK } from 'jose'
import { importJWK } from 'jose/key/import'
import { keyNumbers } from './jwk.ts'
import type { SignBytes } from './signer.ts'

/** What WebCrypto has to be told to sign and to verify. */
const parameters: Readonly<Record<SignatureAlgorithm, AlgorithmIdentifier | EcdsaParams | RsaPssParams>> = {
  ES256: { name: 'ECDSA', hash: 'SHA-256' },
  ES384: { name: 'ECDSA', hash: 'SHA-384' },
  ES512: { name: 'ECDSA', hash: 'SHA-512' },
  EdDSA: { name: 'Ed25519' },
  Ed25519: { name: 'Ed25519' },
  PS256: { name: 'RSA-PSS', saltLength: 32 },
}

/** Signing with a private key that WebCrypto holds. */
export function signWithCryptoKey(key: CryptoKey, alg: SignatureAlgorithm): SignBytes {
  // The copy is over a plain ArrayBuffer: WebCrypto does not take views of shared memory.
  return async (bytes) => new Uint8Array(await crypto.subtle.sign(parameters[alg], key, new Uint8Array(bytes)))
}

/** True when the public key confirms a signature in JOSE form. */
export async function verifyWithCryptoKey(
  key: CryptoKey,
  alg: SignatureAlgorithm,
  signature: Uint8Array<ArrayBuffer>,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  return crypto.subtle.verify(parameters[alg], key, signature, bytes)
}

/**
 * The private or public key of a JWK, not extractable. Only the numbers of the JWK count; whether its other members fit
 * is for `algorithmOfKey`.
 *
 * @throws TypeError with the cause
 */
export async function importCryptoKey(jwk: JWK, alg: SignatureAlgorithm): Promise<CryptoKey> {
  const numbers = keyNumbers(jwk)
  try {
    const key = await importJWK(numbers, alg, { extractable: false })
    if (!(key instanceof Uint8Array)) return key
  } catch (cause) {
    throw new TypeError(`the JWK cannot be imported for ${alg}`, { cause })
  }
  throw new TypeError('the JWK is a shared secret')
}
