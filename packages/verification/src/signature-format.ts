import { EctError, type SignatureAlgorithm } from '@wimse-ect/claims'

// Orders of P-256, P-384 and P-521 (FIPS 186-5, SP 800-186), big-endian.
const orders: Partial<Readonly<Record<SignatureAlgorithm, string>>> = {
  ES256: 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551',
  ES384: 'ffffffffffffffffffffffffffffffffffffffffffffffff' + 'c7634d81f4372ddf581a0db248b0a77aecec196accc52973',
  ES512:
    '01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa' +
    '51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409',
}

const edwardsBytes = 64

/**
 * The signature has the length its algorithm asks for, and for ECDSA r and s are in 1..n-1 (SPEC 1 [R]).
 *
 * Crypto libraries agree on this only mostly; judged here, a signature is malformed on every platform or on none.
 * High s passes, as JWS allows.
 *
 * @throws EctError `ECT_SIGNATURE_FORMAT`
 */
export function checkSignatureFormat(signature: Uint8Array, alg: SignatureAlgorithm): void {
  const order = orders[alg]
  const sound = order === undefined ? isSoundOther(signature, alg) : isSoundEcdsa(signature, order)
  if (!sound) throw new EctError('ECT_SIGNATURE_FORMAT')
}

function isSoundEcdsa(signature: Uint8Array, order: string): boolean {
  if (signature.length !== order.length) return false
  const hex = Array.from(signature, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return [hex.slice(0, order.length), hex.slice(order.length)].every((half) => /[^0]/.test(half) && half < order)
}

function isSoundOther(signature: Uint8Array, alg: SignatureAlgorithm): boolean {
  // The length of an RSA signature is that of the key, which the crypto library checks.
  return alg === 'PS256' || signature.length === edwardsBytes
}
