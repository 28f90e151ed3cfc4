import type { SignatureAlgorithm } from '@wimse-ect/claims'
import type { OwnedJwk } from './jwk.ts'

/**
 * A private key that can be used but not read.
 *
 * The functions of this package make one from key material. For a key that never leaves a KMS or HSM write the object
 * yourself, with `publicJwk`: `signEct` then checks every signature that comes back before it releases the token.
 */
export interface Signer {
  readonly alg: SignatureAlgorithm
  /** Name of the public key, as the verifier's key source knows it. */
  readonly kid: string
  /** The public key. Where it names its owner in `sub`, tokens of another `iss` are refused. */
  readonly publicJwk?: OwnedJwk | undefined
  /**
   * Signs bytes.
   *
   * @returns the signature in JOSE form: r || s for ECDSA (see `derToJoseSignature`), else as RFC 7518 and 8037 say
   */
  sign(bytes: Uint8Array): Promise<Uint8Array>
}

/** Computes a signature in JOSE form; without a promise where nothing has to be awaited. */
export type SignBytes = (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>

/** The signers of this package, and how they sign. */
const ownSigners = new WeakMap<Signer, SignBytes>()

/** A signer of this package's own making. Frozen: nobody can put another `sign` under its name. */
export function makeSigner({ sign, ...parts }: Omit<Signer, 'sign'> & { readonly sign: SignBytes }): Signer {
  const signer = Object.freeze({ ...parts, sign: async (bytes: Uint8Array) => sign(bytes) })
  ownSigners.set(signer, sign)
  return signer
}

/**
 * How a signer that {@link makeSigner} made signs; `undefined` for one of somebody else. Its signatures are computed by
 * this package, so they need no second look.
 */
export function ownSignBytes(signer: Signer): SignBytes | undefined {
  return ownSigners.get(signer)
}
