import { checkKid, encodeBase64url, tryDecodeBase64url } from '@wimse-ect/claims'
import type { JWK } from 'jose'
import { algorithmOfKey } from './algorithm-of-key.ts'
import { publicJwkOf } from './jwk.ts'
import { makeSigner, type Signer } from './signer.ts'

/** What a secret may leave open. */
export interface DeterministicSignerOptions {
  /** Name of the key in the token. Default: the JWK's own `kid`. */
  readonly kid?: string | undefined
}

const secretBytes = 32

/**
 * An ES256 signer whose signatures depend on nothing but key and message (RFC 6979): for test vectors that can be made
 * again byte for byte. It computes in JavaScript, slower than the others and open to timing: not for keys of value.
 *
 * @param secret a private P-256 key: a JWK, or its 32 bytes
 * @throws TypeError for anything else; EctError `ECT_HEADER_KID`, also when `kid` is in neither place
 */
export async function deterministicSigner(
  secret: JWK | Uint8Array,
  options: DeterministicSignerOptions = {},
): Promise<Signer> {
  const jwk = secret instanceof Uint8Array ? {} : { ...secret }
  const bytes = secret instanceof Uint8Array ? new Uint8Array(secret) : secretOf(secret)
  const kid = checkKid(options.kid ?? jwk.kid)
  // Loaded on demand: most programs never need it, and it would take most of this package's start-up time.
  const { p256 } = await import('@noble/curves/nist.js')
  if (bytes?.length !== secretBytes || !p256.utils.isValidSecretKey(bytes)) {
    throw new TypeError('the secret is not a private key of P-256')
  }
  const point = p256.getPublicKey(bytes, false)
  const x = encodeBase64url(point.subarray(1, 1 + secretBytes))
  const y = encodeBase64url(point.subarray(1 + secretBytes))
  if ((jwk.x ?? x) !== x || (jwk.y ?? y) !== y) throw new TypeError('the two halves of the JWK do not belong together')
  return makeSigner({
    alg: 'ES256',
    kid,
    publicJwk: publicJwkOf({ ...jwk, kty: 'EC', crv: 'P-256', x, y }, kid, 'ES256'),
    sign: (message) => p256.sign(message, bytes, { lowS: false }),
  })
}

function secretOf(jwk: JWK): Uint8Array | undefined {
  algorithmOfKey(jwk, 'ES256', 'sign')
  return typeof jwk.d === 'string' ? tryDecodeBase64url(jwk.d) : undefined
}
