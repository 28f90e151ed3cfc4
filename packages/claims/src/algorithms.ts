/** The signature algorithms an ECT may use; a verifier accepts those its caller lists [ENV-ALG-OPTIONAL]. */
export type SignatureAlgorithm = 'ES256' | 'ES384' | 'ES512' | 'EdDSA' | 'Ed25519' | 'PS256'

/**
 * Every supported algorithm. `none` and the symmetric ones are not among them, and nothing can add them [ENV-ALG-NONE]
 * [ENV-ALG-SYMMETRIC].
 */
export const signatureAlgorithms: readonly SignatureAlgorithm[] = Object.freeze<SignatureAlgorithm[]>([
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
  'PS256',
])

/** The allow-list of a verifier that names none [ENV-ALG-ALLOWLIST] [ENV-ALG-ES256]. */
export const defaultAlgorithms: readonly SignatureAlgorithm[] = ['ES256']

/** True when `alg` is a supported algorithm, compared byte for byte. */
export function isSignatureAlgorithm(alg: unknown): alg is SignatureAlgorithm {
  return (signatureAlgorithms as readonly unknown[]).includes(alg)
}

/**
 * Checks an allow-list once, when a verifier is made [ENV-ALG-PROGRAMMER].
 *
 * @throws TypeError for an empty list and for any name that is not a supported asymmetric algorithm: listing `none` or
 * `HS256` is the mistake that turns a public key into a shared secret
 */
export function checkAlgorithmList(algorithms: readonly string[]): readonly SignatureAlgorithm[] {
  if (algorithms.length === 0) throw new TypeError('algorithms must name at least one signature algorithm')
  const supported = algorithms.filter(isSignatureAlgorithm)
  if (supported.length !== algorithms.length) {
    throw new TypeError(`algorithms may only name ${signatureAlgorithms.join(', ')}`)
  }
  return supported
}
