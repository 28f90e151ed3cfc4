import type { Signer } from './signer.ts'
import type { KeySignerOptions } from './signer-from-crypto-key.ts'
import { signerFromPem } from './signer-from-pem.ts'

/** What is needed of a private `KeyObject` of `node:crypto`, so that neither Node nor its types are. */
export interface PrivateKeyObject {
  readonly type: string
  export(options: { readonly type: 'pkcs8'; readonly format: 'pem' }): unknown
}

/**
 * A signer from a private `KeyObject` of `node:crypto`. The key must be exportable: for one that stays in a token or
 * HSM behind an OpenSSL provider, write a `Signer`.
 *
 * @throws TypeError for a key that is not private or does not fit `alg`; EctError `ECT_HEADER_KID`
 */
export async function signerFromKeyObject(key: PrivateKeyObject, options: KeySignerOptions): Promise<Signer> {
  if (key?.type !== 'private' || typeof key.export !== 'function') {
    throw new TypeError('the key must be a private KeyObject')
  }
  // PKCS #8 and not the shorter JWK: Node 20 can hang when a fresh key is exported as a JWK.
  return signerFromPem(String(key.export({ type: 'pkcs8', format: 'pem' })), options)
}
