import type { SignatureAlgorithm } from '@wimse-ect/claims'
import type { JWK } from 'jose'
import { importPKCS8 } from 'jose/key/import'
import { checkAlgorithm } from './algorithm-of-key.ts'
import { keyNumbers } from './jwk.ts'
import type { Signer } from './signer.ts'
import type { KeySignerOptions } from './signer-from-crypto-key.ts'
import { signerFromJwk } from './signer-from-jwk.ts'

/**
 * A signer from a private key in PEM, PKCS #8 and not encrypted (`-----BEGIN PRIVATE KEY-----`). Others are turned into
 * that by `openssl pkcs8 -topk8 -nocrypt`.
 *
 * @throws TypeError for other text and for a key that does not fit `alg`; EctError `ECT_HEADER_KID`
 */
export async function signerFromPem(pem: string, options: KeySignerOptions): Promise<Signer> {
  const alg = checkAlgorithm(options.alg)
  return signerFromJwk(await readPem(pem, alg), { kid: options.kid, alg })
}

async function readPem(pem: string, alg: SignatureAlgorithm): Promise<JWK> {
  try {
    const key = await importPKCS8(pem.trim(), alg, { extractable: true })
    return keyNumbers(await crypto.subtle.exportKey('jwk', key))
  } catch (cause) {
    throw new TypeError(`the text is not the PEM of a PKCS #8 private key for ${alg}`, { cause })
  }
}
